DELETE FROM trawl.run_session WHERE no = :session
