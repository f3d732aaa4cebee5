-- Workers that were told while the run was stopped had nothing to do.
UPDATE trawl.batch SET send_due = '-infinity'
 WHERE run_no = :run AND NOT done AND send_due > '-infinity'
