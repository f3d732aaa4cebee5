INSERT INTO trawl.hierarchy_failure (run_no, refused, type, fqn, kind, message)
SELECT :run, :refused, type::trawl.entity_type, fqn, kind::trawl.failure_kind, message
  FROM unnest(:types::text[], :fqns::text[], :kinds::text[], :messages::text[]) AS f (type, fqn, kind, message)
ON CONFLICT DO NOTHING
