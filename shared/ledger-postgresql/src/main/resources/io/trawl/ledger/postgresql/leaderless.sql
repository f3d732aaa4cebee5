-- One that is to stop is for whom it was handed over to; everybody else leaves it.
SELECT s.* FROM (
  SELECT no, coalesce(lead_until, active_at) AS since FROM trawl.run
   WHERE state = 'RUNNING' AND mode = :mode AND coalesce(lead_until <= clock_timestamp(), true)
     AND (NOT stop_requested OR handed_over_until > clock_timestamp())
   ORDER BY since, no LIMIT :most) r
  JOIN trawl.standing s ON s.no = r.no
 ORDER BY r.since, r.no
