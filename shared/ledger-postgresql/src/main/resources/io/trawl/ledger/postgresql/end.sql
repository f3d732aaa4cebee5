-- The leader stays recorded although its lease ends, so that this statement may be repeated.
WITH used AS (
  UPDATE trawl.run_session SET statements = :statements::bigint, warehouse_seconds = :warehouseSeconds::double precision
   WHERE no = :session
     AND (statements, warehouse_seconds) IS DISTINCT FROM (:statements::bigint, :warehouseSeconds::double precision)
)
UPDATE trawl.run
   SET state = :state::trawl.run_state, ended_at = clock_timestamp(), last_seen = clock_timestamp(),
       phase = CASE WHEN :state = 'STOPPED' THEN phase ELSE 'FINISHED' END,
       active = active + CASE WHEN leader_until > clock_timestamp()
         THEN (extract(epoch FROM clock_timestamp() - active_at) * 1000000)::bigint ELSE 0 END,
       active_at = clock_timestamp(), leader_until = NULL
 WHERE no = :run AND leader = :leader AND state = 'RUNNING'
