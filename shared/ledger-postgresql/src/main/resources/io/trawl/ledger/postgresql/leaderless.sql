-- A run that is to stop is listed only if it was handed over: another process must end it.
SELECT s.* FROM (
  SELECT no, coalesce(leader_until, active_at) AS since FROM trawl.run
   WHERE state = 'RUNNING' AND mode = :mode AND coalesce(leader_until <= clock_timestamp(), true)
     AND (NOT stop_requested OR handed_over_until > clock_timestamp())
   ORDER BY since, no LIMIT :most) r
  JOIN trawl.run_status s ON s.no = r.no
 ORDER BY r.since, r.no
