-- Source and sink have a stripe each, so that a later record of one replaces its earlier record.
INSERT INTO trawl.counter (run_no, type, stripe, failed)
SELECT :run, t.type, CASE WHEN :refused THEN -2 ELSE -1 END, count(f.fqn)
  FROM unnest(ARRAY['DATABASE', 'DATABASE_SCHEMA']::trawl.entity_type[]) AS t (type)
  LEFT JOIN trawl.hierarchy_failure f ON f.run_no = :run AND f.refused = :refused AND f.type = t.type
 GROUP BY t.type
ON CONFLICT (run_no, type, stripe) DO UPDATE SET failed = excluded.failed
