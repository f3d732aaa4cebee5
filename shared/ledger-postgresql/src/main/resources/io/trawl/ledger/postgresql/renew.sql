WITH alive AS (
  UPDATE trawl.run
     SET last_seen = clock_timestamp(),
         leader_until = CASE WHEN leader = :leader THEN clock_timestamp() + :lease * interval '1 microsecond'
                           ELSE leader_until END,
         active = active + CASE WHEN leader = :leader THEN
           least(:lease, (extract(epoch FROM clock_timestamp() - active_at) * 1000000)::bigint) ELSE 0 END,
         active_at = CASE WHEN leader = :leader THEN clock_timestamp() ELSE active_at END
   WHERE no = :run AND state = 'RUNNING'
  RETURNING leader = :leader AS leads, active
), renewed AS (
  UPDATE trawl.batch b SET due = clock_timestamp() + :lease * interval '1 microsecond'
    FROM alive, unnest(:batches::bigint[], :tokens::bigint[]) AS h (no, token)
   WHERE b.run_no = :run AND b.no = h.no AND b.token = h.token AND b.claimed
  RETURNING b.token
), used AS (
  UPDATE trawl.run_session SET statements = :statements::bigint, warehouse_seconds = :warehouseSeconds::double precision
   WHERE no = :session
     AND (statements, warehouse_seconds) IS DISTINCT FROM (:statements::bigint, :warehouseSeconds::double precision)
)
SELECT coalesce(a.leads, false) AS leads, r.stop_requested, coalesce(a.active, r.active) AS active,
       ARRAY(SELECT token FROM renewed) AS tokens
  FROM trawl.run r LEFT JOIN alive a ON true
 WHERE r.no = :run
