INSERT INTO trawl.call (run_no, id, answer) VALUES (:run, :call, 0) ON CONFLICT DO NOTHING
