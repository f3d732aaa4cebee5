-- Runs that were asked to stop and that every process has left without recording it.
UPDATE trawl.run r SET state = 'STOPPED', ended_at = clock_timestamp(), leader = NULL, leader_until = NULL
  FROM trawl.run_status s
 WHERE s.no = r.no AND NOT s.alive AND r.state = 'RUNNING' AND r.stop_requested AND r.mode = :mode
