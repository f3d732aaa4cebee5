-- Batches of the present pass without an outcome whose number leaves :pod when divided by :of.
WITH present AS (
  SELECT CASE phase WHEN 'DISCOVERY' THEN 'ENTITIES' WHEN 'INGESTION' THEN 'ENTITIES'
                    WHEN 'REFERENCES' THEN 'REFERENCES' END::trawl.pass AS pass
    FROM trawl.run WHERE no = :run AND state = 'RUNNING' AND NOT stop_requested
)
SELECT no FROM trawl.batch
 WHERE run_no = :run AND NOT done AND no % :of = :pod
   AND pass BETWEEN (SELECT pass FROM present) AND (SELECT pass FROM present)
 ORDER BY pass, no
