SELECT coalesce(sum(listed), 0)::bigint AS listed, coalesce(sum(ingested), 0)::bigint AS ingested,
       coalesce(sum(unchanged), 0)::bigint AS unchanged, coalesce(sum(gone), 0)::bigint AS gone,
       coalesce(sum(filtered), 0)::bigint AS filtered, coalesce(sum(failed), 0)::bigint AS failed,
       coalesce(sum(deleted), 0)::bigint AS deleted
  FROM trawl.counter WHERE run_no = :run
