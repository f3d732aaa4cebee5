UPDATE trawl.run
   SET lead = :lead, lead_until = clock_timestamp() + :lease * interval '1 microsecond',
       active_at = CASE WHEN lead = :lead AND lead_until > clock_timestamp() THEN active_at ELSE clock_timestamp() END,
       handed_over_until = NULL, last_seen = clock_timestamp()
 WHERE no = :run AND state = 'RUNNING' AND (lead IS NULL OR lead = :lead OR lead_until <= clock_timestamp())
