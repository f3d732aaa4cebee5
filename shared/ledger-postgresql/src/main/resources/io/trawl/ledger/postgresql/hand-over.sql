UPDATE trawl.run
   SET leader = NULL, leader_until = NULL, last_seen = clock_timestamp(), active_at = clock_timestamp(),
       handed_over_until = clock_timestamp() + :most * interval '1 microsecond',
       active = active + CASE WHEN leader_until > clock_timestamp()
         THEN (extract(epoch FROM clock_timestamp() - active_at) * 1000000)::bigint ELSE 0 END
 WHERE no = :run AND leader = :leader AND state = 'RUNNING'
