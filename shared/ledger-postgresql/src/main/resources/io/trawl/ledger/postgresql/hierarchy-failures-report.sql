SELECT type, fqn, kind, message FROM trawl.hierarchy_failure
 WHERE run_no = :run AND type IN ('DATABASE', 'DATABASE_SCHEMA') ORDER BY type, fqn, refused LIMIT :most
