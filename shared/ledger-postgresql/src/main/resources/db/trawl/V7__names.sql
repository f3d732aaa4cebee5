-- Tables and columns take the names that the code uses. Nothing but names changes.
ALTER TABLE trawl.session RENAME TO run_session;
ALTER INDEX trawl.session_run RENAME TO run_session_run;
ALTER TABLE trawl.run_session RENAME CONSTRAINT session_pkey TO run_session_pkey;
ALTER TABLE trawl.run_session RENAME CONSTRAINT session_key_key TO run_session_key_key;
ALTER TABLE trawl.run_session RENAME CONSTRAINT session_run_no_fkey TO run_session_run_no_fkey;
ALTER SEQUENCE trawl.session_no_seq RENAME TO run_session_no_seq;

ALTER TABLE trawl.tally RENAME TO counter;
ALTER TABLE trawl.counter RENAME CONSTRAINT tally_pkey TO counter_pkey;
ALTER TABLE trawl.counter RENAME CONSTRAINT tally_run_no_fkey TO counter_run_no_fkey;

ALTER TABLE trawl.run RENAME COLUMN lead TO leader;
ALTER TABLE trawl.run RENAME COLUMN lead_until TO leader_until;

ALTER TABLE trawl.batch RENAME COLUMN dispatch_due TO send_due;
ALTER TABLE trawl.batch RENAME COLUMN dispatch_request TO send_request;
ALTER TABLE trawl.batch RENAME COLUMN tellings TO send_count;

ALTER VIEW trawl.standing RENAME TO run_status;
ALTER TABLE trawl.run_status RENAME COLUMN lead TO leader;

COMMENT ON TABLE trawl.run_session IS 'The work of one process on one run';
COMMENT ON TABLE trawl.counter IS
  'Counts by type, in stripes, so that workers that complete at the same time do not wait for each other';
COMMENT ON COLUMN trawl.run.leader IS 'The key of the session that leads the run';
COMMENT ON COLUMN trawl.run.leader_until IS 'When its lease ends';
COMMENT ON COLUMN trawl.run.handed_over_until IS
  'Until when the run counts as running although its leader has given it up for another process to lead';
COMMENT ON COLUMN trawl.run.announced IS 'Whether the end of the run was announced';
COMMENT ON COLUMN trawl.batch.due IS 'When the batch may be claimed: after a pause, or when the lease has ended';
COMMENT ON COLUMN trawl.batch.send_due IS
  'When the batch may be sent to a worker: at once, after a claim, or when no worker has claimed it in time';
COMMENT ON COLUMN trawl.batch.send_count IS 'How often the batch was sent to a worker';
COMMENT ON VIEW trawl.run_status IS 'Runs as they are at this moment';
