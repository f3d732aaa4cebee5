SELECT * FROM trawl.run_status
 WHERE no = (SELECT max(no) FROM trawl.run WHERE :workflow::text IS NULL OR workflow = :workflow)
