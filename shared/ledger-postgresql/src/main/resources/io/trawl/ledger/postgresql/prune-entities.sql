DELETE FROM trawl.entity
 WHERE ctid = ANY (ARRAY(SELECT ctid FROM trawl.entity WHERE run_no = :run LIMIT :most))
