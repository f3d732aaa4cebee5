-- A run that no process works on is stopped at once.
UPDATE trawl.run r
   SET stop_requested = true,
       state = CASE WHEN s.alive THEN r.state ELSE 'STOPPED' END,
       ended_at = CASE WHEN s.alive THEN NULL ELSE clock_timestamp() END,
       leader = CASE WHEN s.alive THEN r.leader END,
       leader_until = CASE WHEN s.alive THEN r.leader_until END
  FROM trawl.run_status s
 WHERE r.no = :run AND s.no = r.no AND r.state IN ('RUNNING', 'INTERRUPTED')
