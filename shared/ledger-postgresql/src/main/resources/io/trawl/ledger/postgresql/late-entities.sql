WITH old AS (
  SELECT e.type, e.id, e.state, e.priority
    FROM trawl.entity e, trawl.run r
   WHERE r.no = :run AND r.state = 'RUNNING' AND e.run_no = r.no AND e.type = :type::trawl.entity_type
     AND e.id = ANY (:ids)
     FOR UPDATE OF e
), number AS (
  UPDATE trawl.run
     SET next_batch = next_batch + 1,
         phase = CASE WHEN phase IN ('REFERENCES', 'DELETION') THEN 'INGESTION' ELSE phase END
   WHERE no = :run AND EXISTS (SELECT FROM old)
  RETURNING next_batch - 1 AS no
), opened AS (
  UPDATE trawl.entity e SET state = 'OPEN', written = false, ended_at = NULL, batch_no = number.no
    FROM old, number
   WHERE e.run_no = :run AND e.type = old.type AND e.id = old.id
  RETURNING old.state, e.priority
), counted AS (
  INSERT INTO trawl.counter (run_no, type, stripe, ingested, unchanged, gone, failed)
  SELECT :run, :type::trawl.entity_type, 0,
         -count(*) FILTER (WHERE state = 'INGESTED'), -count(*) FILTER (WHERE state = 'UNCHANGED'),
         -count(*) FILTER (WHERE state = 'GONE'), -count(*) FILTER (WHERE state = 'FAILED')
    FROM opened
  ON CONFLICT (run_no, type, stripe) DO UPDATE
     SET ingested = counter.ingested + excluded.ingested, unchanged = counter.unchanged + excluded.unchanged,
         gone = counter.gone + excluded.gone, failed = counter.failed + excluded.failed
)
INSERT INTO trawl.batch (run_no, no, type, database, size, cost, repeated)
SELECT :run, number.no, :type::trawl.entity_type, :database, o.size, o.cost, o.repeated
  FROM number,
       (SELECT count(*) AS size, sum(priority) AS cost, count(*) FILTER (WHERE state <> 'OPEN') AS repeated FROM opened) o
