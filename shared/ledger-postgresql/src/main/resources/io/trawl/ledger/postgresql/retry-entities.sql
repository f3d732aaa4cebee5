-- Opens entities that failed, in new batches of one type and database.
WITH failed AS (
  SELECT e.type, e.id, b.database, e.priority,
         (row_number() OVER (PARTITION BY e.type, b.database ORDER BY e.id) - 1) / :most AS part
    FROM trawl.entity e
    JOIN trawl.batch b ON b.run_no = e.run_no AND b.no = e.batch_no
   WHERE e.run_no = :run AND e.state = 'FAILED'
), numbered AS (
  SELECT *, dense_rank() OVER (ORDER BY type, database, part) - 1 AS rank FROM failed
), numbers AS (
  UPDATE trawl.run SET next_batch = next_batch + (SELECT count(DISTINCT rank) FROM numbered)
   WHERE no = :run
  RETURNING next_batch - (SELECT count(DISTINCT rank) FROM numbered) AS first
), opened AS (
  UPDATE trawl.entity e SET state = 'OPEN', attempts = 0, ended_at = NULL, batch_no = s.first + n.rank
    FROM numbers s, numbered n
   WHERE e.run_no = :run AND e.type = n.type AND e.id = n.id
  RETURNING e.type, n.database, e.batch_no, e.priority
), counted AS (
  UPDATE trawl.counter t SET failed = t.failed - o.failed
    FROM (SELECT type, count(*) AS failed FROM opened GROUP BY type) o
   WHERE t.run_no = :run AND t.type = o.type AND t.stripe = 0
)
INSERT INTO trawl.batch (run_no, no, type, database, size, cost)
SELECT :run, batch_no, type, database, count(*), sum(priority) FROM opened GROUP BY batch_no, type, database
