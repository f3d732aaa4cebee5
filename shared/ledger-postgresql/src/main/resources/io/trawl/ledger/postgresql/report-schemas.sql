SELECT s.fqn, sum(e.listed)::bigint AS listed, sum(e.ingested)::bigint AS ingested,
       sum(e.unchanged)::bigint AS unchanged, sum(e.gone)::bigint AS gone, sum(s.filtered)::bigint AS filtered,
       (coalesce(sum(e.failed), 0) + count(s.kind))::bigint AS failed, sum(s.deleted)::bigint AS deleted
  FROM trawl.scope s
  LEFT JOIN (
    SELECT scope_no, count(*) AS listed, count(*) FILTER (WHERE state = 'INGESTED') AS ingested,
           count(*) FILTER (WHERE state = 'UNCHANGED') AS unchanged, count(*) FILTER (WHERE state = 'GONE') AS gone,
           count(*) FILTER (WHERE state = 'FAILED') AS failed
      FROM trawl.entity WHERE run_no = :run GROUP BY scope_no) e ON e.scope_no = s.no
 WHERE s.run_no = :run
 GROUP BY s.fqn ORDER BY s.fqn
