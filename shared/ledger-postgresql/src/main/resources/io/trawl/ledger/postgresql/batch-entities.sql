SELECT e.batch_no, b.type, e.id, e.priority, e.metadata
  FROM trawl.batch b
  JOIN trawl.entity e ON (e.run_no << 32) + e.batch_no = (b.run_no << 32) + b.no
   AND e.state = CASE b.pass WHEN 'ENTITIES' THEN 'OPEN' ELSE 'DEFERRED' END::trawl.entity_state
 WHERE b.run_no = :run AND b.no = ANY (:batches)
 ORDER BY e.batch_no, e.priority DESC, e.id
