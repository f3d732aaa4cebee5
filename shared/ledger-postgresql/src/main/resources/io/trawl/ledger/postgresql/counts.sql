SELECT type, sum(listed)::bigint AS listed, sum(ingested)::bigint AS ingested, sum(unchanged)::bigint AS unchanged,
       sum(gone)::bigint AS gone, sum(filtered)::bigint AS filtered, sum(failed)::bigint AS failed,
       sum(deleted)::bigint AS deleted
  FROM trawl.counter WHERE run_no = :run GROUP BY type ORDER BY type
