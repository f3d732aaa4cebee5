SELECT type, fqn, kind, message FROM trawl.scope WHERE run_no = :run AND kind IS NOT NULL ORDER BY fqn, type LIMIT :most
