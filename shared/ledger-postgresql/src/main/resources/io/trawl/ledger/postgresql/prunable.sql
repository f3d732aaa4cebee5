SELECT s.no FROM (
  SELECT no FROM trawl.run WHERE workflow = :workflow ORDER BY no DESC OFFSET :keep) r
  JOIN trawl.run_status s ON s.no = r.no
 WHERE NOT (s.stored_state = 'RUNNING' AND s.alive)
