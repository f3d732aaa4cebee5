INSERT INTO trawl.scope (run_no, type, fqn, database, schema)
SELECT :run, :type::trawl.entity_type, fqn, :database, schema
  FROM unnest(:fqns::text[], :schemas::text[]) AS s (fqn, schema)
ON CONFLICT DO NOTHING
