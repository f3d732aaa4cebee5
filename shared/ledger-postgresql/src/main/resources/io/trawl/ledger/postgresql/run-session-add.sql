WITH added AS (
  INSERT INTO trawl.run_session (key, run_no, worker) VALUES (:key, :run, :worker) ON CONFLICT DO NOTHING RETURNING no
)
SELECT coalesce((SELECT no FROM added), (SELECT no FROM trawl.run_session WHERE key = :key)) AS session_no,
       r.catalog_no, r.started_at, r.stop_requested,
       (SELECT s.active FROM trawl.run_status s WHERE s.no = r.no) AS active
  FROM trawl.run r WHERE r.no = :run
