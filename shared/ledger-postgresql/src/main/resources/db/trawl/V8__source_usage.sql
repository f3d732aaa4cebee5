ALTER TABLE trawl.run_session ADD COLUMN statements bigint, ADD COLUMN warehouse_seconds double precision;
COMMENT ON COLUMN trawl.run_session.statements IS
  'How many statements the process has sent to the source of the run, as of its last heartbeat; null: not counted';
COMMENT ON COLUMN trawl.run_session.warehouse_seconds IS 'How long the source has computed for them; null: not known';
