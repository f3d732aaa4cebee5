-- The batches that an earlier attempt of the same request has returned, whose answer was lost, without those claimed since.
SELECT b.no, b.pass, b.attempt, b.send_count
  FROM trawl.run r JOIN trawl.batch b ON b.run_no = r.no
 WHERE r.no = :run AND r.leader = :leader AND r.state = 'RUNNING' AND NOT r.stop_requested
   AND NOT b.done AND b.send_request = :request AND b.send_due > '-infinity'
