-- BETWEEN instead of =, so that only the index of open batches has the order that is asked for: by the primary key, every
-- completed batch would be read first.
WITH present AS (
  SELECT CASE phase WHEN 'DISCOVERY' THEN 'ENTITIES' WHEN 'INGESTION' THEN 'ENTITIES'
                    WHEN 'REFERENCES' THEN 'REFERENCES' END::trawl.pass AS pass
    FROM trawl.run WHERE no = :run AND state = 'RUNNING' AND NOT stop_requested
), due AS (
  SELECT no FROM trawl.batch
   WHERE run_no = :run AND NOT done AND due <= clock_timestamp()
     AND pass BETWEEN (SELECT pass FROM present) AND (SELECT pass FROM present)
   ORDER BY pass, no LIMIT :most FOR UPDATE SKIP LOCKED
)
UPDATE trawl.batch b
   SET claimed = true, token = nextval('trawl.token'), session_no = :session, request = :request,
       due = clock_timestamp() + :lease * interval '1 microsecond', send_due = '-infinity',
       lost = b.lost + b.claimed::int, repeated = b.repeated + CASE WHEN b.claimed THEN b.size ELSE 0 END
  FROM due WHERE b.run_no = :run AND b.no = due.no
RETURNING b.no, b.token, b.pass, b.attempt, b.lost,
          EXISTS (SELECT FROM trawl.hierarchy_failure WHERE run_no = :run) AS hierarchy_failed
