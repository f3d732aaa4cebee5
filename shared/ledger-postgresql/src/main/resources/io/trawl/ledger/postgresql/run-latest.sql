SELECT * FROM trawl.standing
 WHERE no = (SELECT max(no) FROM trawl.run WHERE :workflow::text IS NULL OR workflow = :workflow)
