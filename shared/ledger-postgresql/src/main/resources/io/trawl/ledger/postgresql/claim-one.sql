-- The batch of this number, if it can be claimed; the same claim if an earlier attempt of the request has claimed it.
UPDATE trawl.batch b
   SET claimed = true, session_no = :session, request = :request,
       token = CASE WHEN b.claimed AND b.request = :request THEN b.token ELSE nextval('trawl.token') END,
       due = clock_timestamp() + :lease * interval '1 microsecond', send_due = '-infinity',
       lost = b.lost + (b.claimed AND b.request IS DISTINCT FROM :request)::int,
       repeated = b.repeated + CASE WHEN b.claimed AND b.request IS DISTINCT FROM :request THEN b.size ELSE 0 END
 WHERE b.run_no = :run AND b.no = :batch AND NOT b.done
   AND (b.due <= clock_timestamp() OR b.claimed AND b.request = :request)
   AND b.pass = (SELECT CASE phase WHEN 'DISCOVERY' THEN 'ENTITIES' WHEN 'INGESTION' THEN 'ENTITIES'
                               WHEN 'REFERENCES' THEN 'REFERENCES' END::trawl.pass
                   FROM trawl.run WHERE no = :run AND state = 'RUNNING' AND NOT stop_requested)
RETURNING b.no, b.token, b.pass, b.attempt, b.lost,
          EXISTS (SELECT FROM trawl.hierarchy_failure WHERE run_no = :run) AS hierarchy_failed
