WITH added AS (
  INSERT INTO trawl.session (key, run_no, worker) VALUES (:key, :run, :worker) ON CONFLICT DO NOTHING RETURNING no
)
SELECT coalesce((SELECT no FROM added), (SELECT no FROM trawl.session WHERE key = :key)) AS session_no,
       r.catalog_no, r.started_at, r.stop_requested, r.lead = :key AS leads,
       (SELECT s.active FROM trawl.standing s WHERE s.no = r.no) AS active
  FROM trawl.run r WHERE r.no = :run
