WITH ended AS (
  UPDATE trawl.scope s
     SET listed = true, filtered = g.filtered, kind = g.kind::trawl.failure_kind, message = g.message
    FROM unnest(:fqns::text[], :filtered::bigint[], :kinds::text[], :messages::text[])
           AS g (fqn, filtered, kind, message)
   WHERE s.run_no = :run AND s.type = :type::trawl.entity_type AND s.fqn = g.fqn AND NOT s.listed
  RETURNING s.filtered, s.kind
)
INSERT INTO trawl.counter (run_no, type, stripe, filtered, failed)
SELECT :run, :type::trawl.entity_type, 0, coalesce(sum(filtered), 0), count(kind) FROM ended
ON CONFLICT (run_no, type, stripe) DO UPDATE
   SET filtered = counter.filtered + excluded.filtered, failed = counter.failed + excluded.failed
