SELECT message FROM trawl.warning WHERE run_no = :run ORDER BY no
