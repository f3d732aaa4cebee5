INSERT INTO trawl.scope (run_no, type, fqn, database, listed, kind, message)
SELECT :run, 'DATABASE', fqn, database, true, kind::trawl.failure_kind, message
  FROM unnest(:fqns::text[], :databases::text[], :kinds::text[], :messages::text[]) AS f (fqn, database, kind, message)
