-- Workers that were told while the run was stopped had nothing to do.
UPDATE trawl.batch SET dispatch_due = '-infinity'
 WHERE run_no = :run AND NOT done AND dispatch_due > '-infinity'
