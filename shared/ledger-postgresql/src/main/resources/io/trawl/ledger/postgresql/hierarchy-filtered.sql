INSERT INTO trawl.tally (run_no, type, stripe, filtered) VALUES (:run, 'DATABASE_SCHEMA', -1, :filtered)
ON CONFLICT (run_no, type, stripe) DO UPDATE SET filtered = excluded.filtered
