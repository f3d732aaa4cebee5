SELECT id, type, kind, message, attempts FROM trawl.entity
 WHERE run_no = :run AND state = 'FAILED' ORDER BY ended_at, id LIMIT :most
