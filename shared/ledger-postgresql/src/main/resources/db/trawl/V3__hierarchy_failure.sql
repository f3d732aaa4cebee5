-- A database, schema or tag of a run that is not in the catalog: it could not be read, or the sink refused it. What lies in
-- a refused database or schema fails, and tables arrive without a tag that failed.
CREATE TABLE trawl.hierarchy_failure (
  run_no  bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  -- Whether it was the sink; else the source.
  refused boolean NOT NULL,
  type    trawl.entity_type NOT NULL,
  fqn     text COLLATE "C" NOT NULL,
  kind    trawl.failure_kind NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (run_no, refused, type, fqn)
);

-- Databases that could not be looked at were scopes without a schema.
INSERT INTO trawl.hierarchy_failure (run_no, refused, type, fqn, kind, message)
SELECT run_no, false, type, fqn, kind, message FROM trawl.scope WHERE schema IS NULL AND kind IS NOT NULL;
DELETE FROM trawl.scope WHERE schema IS NULL;
ALTER TABLE trawl.scope ALTER COLUMN schema SET NOT NULL;
-- What is counted of the hierarchy has stripes of its own.
UPDATE trawl.tally SET stripe = -1 WHERE type IN ('DATABASE', 'DATABASE_SCHEMA') AND stripe = 0;
