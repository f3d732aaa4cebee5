DELETE FROM trawl.hierarchy_failure WHERE run_no = :run AND refused = :refused
