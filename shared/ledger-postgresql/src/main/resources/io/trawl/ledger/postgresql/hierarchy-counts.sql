INSERT INTO trawl.tally (run_no, type, stripe, failed, filtered)
VALUES (:run, 'DATABASE', 0, :failed, 0), (:run, 'DATABASE_SCHEMA', 0, 0, :filtered)
ON CONFLICT (run_no, type, stripe) DO UPDATE SET failed = excluded.failed, filtered = excluded.filtered
