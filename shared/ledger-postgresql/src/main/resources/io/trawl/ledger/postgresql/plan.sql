WITH new AS (
  INSERT INTO trawl.entity (run_no, type, id, scope_no, batch_no, priority, metadata)
  SELECT :run, g.type::trawl.entity_type, g.id, g.scope_no, :first + g.batch, g.priority, g.metadata
    FROM unnest(:types::text[], :ids::text[], :scopes::bigint[], :batches::int[], :priorities::int[], :metadata::text[])
           AS g (type, id, scope_no, batch, priority, metadata)
  ON CONFLICT DO NOTHING
  RETURNING type, batch_no, priority
), batches AS (
  INSERT INTO trawl.batch (run_no, no, type, database, size, cost)
  SELECT :run, batch_no, type, (:databases::text[])[(batch_no - :first + 1)::int], count(*), sum(priority)
    FROM new GROUP BY batch_no, type ORDER BY batch_no
), counted AS (
  INSERT INTO trawl.counter (run_no, type, stripe, listed)
  SELECT :run, type, 0, count(*) FROM new GROUP BY type
  ON CONFLICT (run_no, type, stripe) DO UPDATE SET listed = counter.listed + excluded.listed
)
INSERT INTO trawl.call (run_no, id, answer) SELECT :run, :call, count(*) FROM new RETURNING answer
