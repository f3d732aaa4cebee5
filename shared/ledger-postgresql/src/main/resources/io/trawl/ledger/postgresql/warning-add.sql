INSERT INTO trawl.warning (run_no, message) VALUES (:run, :message) ON CONFLICT DO NOTHING
