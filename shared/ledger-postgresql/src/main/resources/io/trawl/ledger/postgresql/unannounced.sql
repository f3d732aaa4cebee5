SELECT s.* FROM (
  SELECT no FROM trawl.run
   WHERE mode = :mode AND NOT announced AND state NOT IN ('RUNNING', 'INTERRUPTED') ORDER BY no LIMIT :most) r
  JOIN trawl.standing s ON s.no = r.no
 ORDER BY s.no
