SELECT CASE WHEN state = 'RUNNING' THEN phase ELSE 'FINISHED' END AS phase FROM trawl.run WHERE no = :run
