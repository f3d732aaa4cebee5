SELECT FROM trawl.run WHERE no = :run FOR UPDATE
