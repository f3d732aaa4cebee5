DELETE FROM trawl.batch WHERE run_no = :run
