WITH failed AS (
  UPDATE trawl.scope SET listed = false, kind = NULL, message = NULL, filtered = 0
   WHERE run_no = :run AND listed AND kind IS NOT NULL
  RETURNING type, (SELECT s.filtered FROM trawl.scope s WHERE s.no = scope.no) AS filtered
)
UPDATE trawl.counter t SET failed = t.failed - f.failed, filtered = t.filtered - f.filtered
  FROM (SELECT type, count(*) AS failed, sum(filtered) AS filtered FROM failed GROUP BY type) f
 WHERE t.run_no = :run AND t.type = f.type AND t.stripe = 0
