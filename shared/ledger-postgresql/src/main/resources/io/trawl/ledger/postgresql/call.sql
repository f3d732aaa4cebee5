SELECT answer FROM trawl.call WHERE run_no = :run AND id = :call
