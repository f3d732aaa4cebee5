-- One page; no transaction stays open while its reader is slow.
SELECT e.id, e.type, e.state, e.attempts, e.kind, e.message, e.took, s.worker, e.ended_at
  FROM trawl.entity e LEFT JOIN trawl.run_session s ON s.no = e.session_no
 WHERE e.run_no = :run AND (e.type, e.id) > (:type::trawl.entity_type, :id)
 ORDER BY e.type, e.id LIMIT :most
