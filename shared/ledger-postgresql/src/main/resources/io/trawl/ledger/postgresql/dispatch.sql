-- Batches of which a worker is to be told; a row without a number if there are none, no row unless this process leads.
-- The run is not locked: if somebody else takes the lead meanwhile, a worker is told of a batch that is open all the same.
WITH led AS (
  SELECT CASE WHEN stop_requested THEN NULL
              WHEN phase IN ('DISCOVERY', 'INGESTION') THEN 'ENTITIES'
              WHEN phase = 'REFERENCES' THEN 'REFERENCES' END::trawl.pass AS pass
    FROM trawl.run WHERE no = :run AND lead = :lead AND state = 'RUNNING'
), due AS (
  SELECT no FROM trawl.batch
   WHERE run_no = :run AND NOT done AND due <= clock_timestamp() AND dispatch_due <= clock_timestamp()
     AND pass BETWEEN (SELECT pass FROM led) AND (SELECT pass FROM led)
   ORDER BY pass, no LIMIT :most FOR UPDATE SKIP LOCKED
), told AS (
  UPDATE trawl.batch b
     SET dispatch_due = clock_timestamp() + :again * interval '1 microsecond', dispatch_request = :request,
         tellings = b.tellings + 1
    FROM due WHERE b.run_no = :run AND b.no = due.no
  RETURNING b.no, b.type, b.pass, b.attempt, b.tellings
)
SELECT t.no, t.type, t.pass, t.attempt, t.tellings FROM led LEFT JOIN told t ON true
