-- A claim has reset send_due already.
UPDATE trawl.batch SET send_due = '-infinity', send_count = send_count - 1
 WHERE run_no = :run AND no = ANY (:batches) AND NOT done AND send_due > '-infinity'
