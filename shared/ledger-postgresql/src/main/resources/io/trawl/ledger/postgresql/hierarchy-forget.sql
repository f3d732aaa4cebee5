DELETE FROM trawl.scope WHERE run_no = :run AND schema IS NULL
