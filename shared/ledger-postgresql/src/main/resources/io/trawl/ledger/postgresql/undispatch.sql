-- A claim has done the same already.
UPDATE trawl.batch SET dispatch_due = '-infinity', tellings = tellings - 1
 WHERE run_no = :run AND no = ANY (:batches) AND NOT done AND dispatch_due > '-infinity'
