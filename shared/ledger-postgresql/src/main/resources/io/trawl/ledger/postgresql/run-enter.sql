-- Takes the lead if nobody has it.
UPDATE trawl.run
   SET state = 'RUNNING', stop_requested = false, ended_at = NULL, handed_over_until = NULL, announced = false,
       last_seen = clock_timestamp(),
       phase = CASE WHEN :phase::text IS NULL THEN phase ELSE :phase::trawl.phase END,
       active_at = CASE WHEN lead_until > clock_timestamp() THEN active_at ELSE clock_timestamp() END,
       lead = CASE WHEN lead_until > clock_timestamp() THEN lead ELSE :lead END,
       lead_until = CASE WHEN lead_until > clock_timestamp() AND lead <> :lead THEN lead_until
                         ELSE clock_timestamp() + :lease * interval '1 microsecond' END
 WHERE no = :run
