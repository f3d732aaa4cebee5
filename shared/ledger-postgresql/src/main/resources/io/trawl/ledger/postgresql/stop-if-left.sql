-- The last process to leave a run that is to stop records that it was stopped.
UPDATE trawl.run r SET state = 'STOPPED', ended_at = clock_timestamp()
  FROM trawl.run_status s
 WHERE r.no = :run AND s.no = r.no AND r.state = 'RUNNING' AND NOT s.alive AND (:stopped OR r.stop_requested)
