-- The batches to send; a row without a number if there are none, no row unless this process is the leader.
-- The run is not locked: if another process becomes the leader meanwhile, a batch is sent that is open in any case.
WITH led_run AS (
  SELECT CASE WHEN stop_requested THEN NULL
              WHEN phase IN ('DISCOVERY', 'INGESTION') THEN 'ENTITIES'
              WHEN phase = 'REFERENCES' THEN 'REFERENCES' END::trawl.pass AS pass
    FROM trawl.run WHERE no = :run AND leader = :leader AND state = 'RUNNING'
), due AS (
  SELECT no FROM trawl.batch
   WHERE run_no = :run AND NOT done AND due <= clock_timestamp() AND send_due <= clock_timestamp()
     AND pass BETWEEN (SELECT pass FROM led_run) AND (SELECT pass FROM led_run)
   ORDER BY pass, no LIMIT :most FOR UPDATE SKIP LOCKED
), sent AS (
  UPDATE trawl.batch b
     SET send_due = clock_timestamp() + :again * interval '1 microsecond', send_request = :request,
         send_count = b.send_count + 1
    FROM due WHERE b.run_no = :run AND b.no = due.no
  RETURNING b.no, b.pass, b.attempt, b.send_count
)
SELECT s.no, s.pass, s.attempt, s.send_count FROM led_run LEFT JOIN sent s ON true
