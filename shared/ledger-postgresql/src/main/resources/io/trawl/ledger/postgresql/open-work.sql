-- How much of the present pass has no outcome.
WITH present AS (
  SELECT CASE phase WHEN 'DISCOVERY' THEN 'ENTITIES' WHEN 'INGESTION' THEN 'ENTITIES'
                    WHEN 'REFERENCES' THEN 'REFERENCES' END::trawl.pass AS pass
    FROM trawl.run WHERE no = :run AND state = 'RUNNING' AND NOT stop_requested
)
SELECT count(*) AS batches, coalesce(sum(cost), 0)::bigint AS cost FROM trawl.batch
 WHERE run_no = :run AND NOT done
   AND pass BETWEEN (SELECT pass FROM present) AND (SELECT pass FROM present)
