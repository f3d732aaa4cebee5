DELETE FROM trawl.session WHERE no = :session
