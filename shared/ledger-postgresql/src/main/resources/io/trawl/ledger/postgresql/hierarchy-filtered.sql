INSERT INTO trawl.counter (run_no, type, stripe, filtered) VALUES (:run, 'DATABASE_SCHEMA', -1, :filtered)
ON CONFLICT (run_no, type, stripe) DO UPDATE SET filtered = excluded.filtered
