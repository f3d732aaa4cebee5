SELECT s.* FROM (
  SELECT no FROM trawl.run WHERE :workflow::text IS NULL OR workflow = :workflow ORDER BY no DESC LIMIT :most) r
  JOIN trawl.run_status s ON s.no = r.no
 ORDER BY s.no DESC
