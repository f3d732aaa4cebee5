WITH once AS (
  INSERT INTO trawl.call (run_no, id, answer) VALUES (:run, :call, :deleted) ON CONFLICT DO NOTHING RETURNING answer
), scoped AS (
  UPDATE trawl.scope SET deleted = deleted + once.answer
    FROM once WHERE run_no = :run AND type = :type::trawl.entity_type AND fqn = :parent
)
INSERT INTO trawl.counter (run_no, type, stripe, deleted) SELECT :run, :type::trawl.entity_type, 0, answer FROM once
ON CONFLICT (run_no, type, stripe) DO UPDATE SET deleted = counter.deleted + excluded.deleted
