DELETE FROM trawl.run_session WHERE no = :session AND coalesce(statements, 0) = 0
