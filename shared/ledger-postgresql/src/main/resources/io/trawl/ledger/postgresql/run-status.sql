SELECT * FROM trawl.run_status WHERE no = :run
