-- Workers that received a batch while the run was stopped did nothing.
UPDATE trawl.batch SET send_due = '-infinity'
 WHERE run_no = :run AND NOT done AND send_due > '-infinity'
