SELECT s.* FROM (
  SELECT no FROM trawl.run
   WHERE mode = :mode AND NOT announced AND state NOT IN ('RUNNING', 'INTERRUPTED') ORDER BY no LIMIT :most) r
  JOIN trawl.run_status s ON s.no = r.no
 ORDER BY s.no
