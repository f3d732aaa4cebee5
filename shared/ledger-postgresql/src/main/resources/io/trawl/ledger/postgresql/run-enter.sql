-- Makes this session the leader unless another one is.
UPDATE trawl.run
   SET state = 'RUNNING', stop_requested = false, ended_at = NULL, handed_over_until = NULL, announced = false,
       last_seen = clock_timestamp(),
       phase = CASE WHEN :phase::text IS NULL THEN phase ELSE :phase::trawl.phase END,
       active_at = CASE WHEN leader_until > clock_timestamp() THEN active_at ELSE clock_timestamp() END,
       leader = CASE WHEN leader_until > clock_timestamp() THEN leader ELSE :leader END,
       leader_until = CASE WHEN leader_until > clock_timestamp() AND leader <> :leader THEN leader_until
                         ELSE clock_timestamp() + :lease * interval '1 microsecond' END
 WHERE no = :run
