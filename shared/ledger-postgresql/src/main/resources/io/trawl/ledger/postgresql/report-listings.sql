SELECT type, fqn, schema IS NOT NULL AS listing, kind, message FROM trawl.scope
 WHERE run_no = :run AND kind IS NOT NULL ORDER BY schema IS NULL, fqn, type LIMIT :most
