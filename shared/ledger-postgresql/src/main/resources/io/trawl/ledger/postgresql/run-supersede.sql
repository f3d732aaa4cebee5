-- Ends earlier runs that no process works on: a process that was paused may do nothing for them any more.
WITH interrupted AS (
  UPDATE trawl.run SET state = 'INTERRUPTED', stop_requested = true, leader = NULL, leader_until = NULL
   WHERE workflow = :workflow AND state = 'RUNNING'
  RETURNING no
)
UPDATE trawl.batch b SET claimed = false, token = 0, due = clock_timestamp()
  FROM interrupted i WHERE b.run_no = i.no AND NOT b.done AND b.claimed
