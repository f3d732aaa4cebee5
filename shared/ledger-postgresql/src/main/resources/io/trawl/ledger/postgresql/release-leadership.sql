WITH used AS (
  UPDATE trawl.run_session SET statements = :statements::bigint, warehouse_seconds = :warehouseSeconds::double precision
   WHERE no = :session
     AND (statements, warehouse_seconds) IS DISTINCT FROM (:statements::bigint, :warehouseSeconds::double precision)
)
UPDATE trawl.run
   SET leader = NULL, leader_until = NULL, last_seen = clock_timestamp(), active_at = clock_timestamp(),
       active = active + CASE WHEN leader_until > clock_timestamp()
         THEN (extract(epoch FROM clock_timestamp() - active_at) * 1000000)::bigint ELSE 0 END
 WHERE no = :run AND leader = :leader
