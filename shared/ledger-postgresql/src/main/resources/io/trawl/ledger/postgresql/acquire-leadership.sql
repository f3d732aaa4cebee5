-- A run that was planned and handed over is active without a leader: the time until the last heartbeat counts.
UPDATE trawl.run
   SET leader = :leader, leader_until = clock_timestamp() + :lease * interval '1 microsecond',
       active = active + CASE WHEN phase <> 'DISCOVERY' AND handed_over_until IS NOT NULL THEN
         greatest(0, extract(epoch FROM least(clock_timestamp(), greatest(handed_over_until, last_seen)) - active_at)
                     * 1000000)::bigint ELSE 0 END,
       active_at = CASE WHEN leader = :leader AND leader_until > clock_timestamp() THEN active_at ELSE clock_timestamp() END,
       handed_over_until = NULL, last_seen = clock_timestamp()
 WHERE no = :run AND state = 'RUNNING' AND (leader IS NULL OR leader = :leader OR leader_until <= clock_timestamp())
