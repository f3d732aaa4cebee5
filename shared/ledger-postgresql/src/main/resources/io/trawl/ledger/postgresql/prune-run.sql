DELETE FROM trawl.run WHERE no = :run
