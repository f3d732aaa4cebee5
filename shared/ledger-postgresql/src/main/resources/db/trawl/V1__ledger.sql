-- The labels are the names of the Java constants.
CREATE TYPE trawl.entity_type AS ENUM
  ('DATABASE_SERVICE', 'CLASSIFICATION', 'TAG', 'DATABASE', 'DATABASE_SCHEMA', 'TABLE', 'STORED_PROCEDURE');
CREATE TYPE trawl.failure_kind AS ENUM ('TRANSIENT', 'THROTTLED', 'PERMISSION', 'INVALID', 'BUG');
CREATE TYPE trawl.phase AS ENUM ('DISCOVERY', 'INGESTION', 'REFERENCES', 'DELETION', 'FINISHED');
CREATE TYPE trawl.pass AS ENUM ('ENTITIES', 'REFERENCES');
CREATE TYPE trawl.run_state AS ENUM ('SUCCESS', 'PARTIAL_SUCCESS', 'FAILED', 'STOPPED', 'RUNNING', 'INTERRUPTED');
CREATE TYPE trawl.entity_state AS ENUM ('OPEN', 'DEFERRED', 'INGESTED', 'UNCHANGED', 'GONE', 'FAILED');

-- Fencing tokens: one for each claim.
CREATE SEQUENCE trawl.token CACHE 1;

-- Where fingerprints hold.
CREATE TABLE trawl.catalog (
  no   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE trawl.run (
  no             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             text COLLATE "C" NOT NULL UNIQUE,
  workflow       text COLLATE "C" NOT NULL,
  service        text NOT NULL,
  digest         text NOT NULL,
  catalog_no     integer REFERENCES trawl.catalog,
  mode           text NOT NULL,
  -- INTERRUPTED is stored once a later run has begun; before, it is RUNNING with nobody alive.
  state          trawl.run_state NOT NULL DEFAULT 'RUNNING',
  phase          trawl.phase NOT NULL DEFAULT 'DISCOVERY',
  stop_requested boolean NOT NULL DEFAULT false,
  started_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at       timestamptz,
  last_seen      timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Microseconds, up to active_at.
  active         bigint NOT NULL DEFAULT 0,
  active_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The key of the session that leads.
  lead           text COLLATE "C",
  lead_until     timestamptz,
  -- Until when it counts as under way, although who led it has given the lead back for somebody else to take.
  handed_over_until timestamptz,
  next_batch     bigint NOT NULL DEFAULT 0,
  -- Whether somebody was told of its end.
  announced      boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
CREATE INDEX run_workflow ON trawl.run (workflow, no);

-- A process that takes part in a run.
CREATE TABLE trawl.session (
  no     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key    text COLLATE "C" NOT NULL UNIQUE,
  run_no bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  worker text NOT NULL
);
CREATE INDEX session_run ON trawl.session (run_no);

-- A type in a schema, or a database that could not be looked at.
CREATE TABLE trawl.scope (
  no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_no   bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  type     trawl.entity_type NOT NULL,
  fqn      text COLLATE "C" NOT NULL,
  database text NOT NULL,
  schema   text,
  listed   boolean NOT NULL DEFAULT false,
  kind     trawl.failure_kind,
  message  text,
  filtered bigint NOT NULL DEFAULT 0,
  deleted  bigint NOT NULL DEFAULT 0,
  UNIQUE (run_no, type, fqn)
);

CREATE TABLE trawl.batch (
  run_no     bigint NOT NULL,
  no         bigint NOT NULL,
  -- When it may be claimed: after a pause, or when the lease has ended.
  due        timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When a worker may be told of it: from the start, after a claim, or when it is certain that nobody came.
  dispatch_due timestamptz NOT NULL DEFAULT '-infinity',
  token      bigint NOT NULL DEFAULT 0,
  cost       bigint NOT NULL,
  -- Microseconds that workers were busy with it.
  took       bigint NOT NULL DEFAULT 0,
  repeated   bigint NOT NULL DEFAULT 0,
  request    uuid,
  dispatch_request uuid,
  session_no integer,
  -- Entities to be handled at the next claim, and those that wait for the second pass.
  size       integer NOT NULL,
  deferred   integer NOT NULL DEFAULT 0,
  attempt    integer NOT NULL DEFAULT 1,
  -- Workers lost since the last one that completed.
  lost       integer NOT NULL DEFAULT 0,
  -- How often a worker was told of it.
  tellings   integer NOT NULL DEFAULT 0,
  type       trawl.entity_type NOT NULL,
  pass       trawl.pass NOT NULL DEFAULT 'ENTITIES',
  claimed    boolean NOT NULL DEFAULT false,
  done       boolean NOT NULL DEFAULT false,
  database   text NOT NULL,
  PRIMARY KEY (run_no, no)
) WITH (fillfactor = 50);
CREATE INDEX batch_open ON trawl.batch (run_no, pass, no) WHERE NOT done;

-- No foreign keys: checking them would cost more than inserting. Half of each page stays free so that the one update
-- that most rows see finds room in the page and touches no index.
CREATE TABLE trawl.entity (
  run_no     bigint NOT NULL,
  batch_no   bigint NOT NULL,
  scope_no   bigint,
  took       bigint,
  ended_at   timestamptz,
  priority   integer NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  session_no integer,
  type       trawl.entity_type NOT NULL,
  state      trawl.entity_state NOT NULL DEFAULT 'OPEN',
  kind       trawl.failure_kind,
  written    boolean NOT NULL DEFAULT false,
  id         text COLLATE "C" NOT NULL,
  metadata   text NOT NULL,
  message    text,
  PRIMARY KEY (run_no, type, id)
) WITH (fillfactor = 50);
-- By one number, so that a plan made while the table was small cannot prefer the primary key and read the whole run.
CREATE INDEX entity_batch ON trawl.entity (((run_no << 32) + batch_no));

-- Counts, in stripes so that workers that complete at the same time do not wait for each other.
CREATE TABLE trawl.tally (
  run_no    bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  type      trawl.entity_type NOT NULL,
  stripe    integer NOT NULL,
  listed    bigint NOT NULL DEFAULT 0,
  ingested  bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  gone      bigint NOT NULL DEFAULT 0,
  filtered  bigint NOT NULL DEFAULT 0,
  failed    bigint NOT NULL DEFAULT 0,
  deleted   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run_no, type, stripe)
) WITH (fillfactor = 20);

-- Calls that must not be applied twice when their answer was lost.
CREATE TABLE trawl.call (
  run_no bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  id     uuid NOT NULL,
  answer bigint NOT NULL,
  PRIMARY KEY (run_no, id)
);

CREATE TABLE trawl.warning (
  no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_no  bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  message text NOT NULL
);
CREATE UNIQUE INDEX warning_message ON trawl.warning (run_no, md5(message));

-- Of the last successful write; outlives runs.
CREATE TABLE trawl.fingerprint (
  catalog_no  integer NOT NULL,
  type        trawl.entity_type NOT NULL,
  id          text COLLATE "C" NOT NULL,
  fingerprint text NOT NULL,
  PRIMARY KEY (catalog_no, type, id)
);

-- Runs as they stand at this moment.
CREATE VIEW trawl.standing AS
SELECT r.no, r.id, r.workflow, r.service, r.digest, r.catalog_no, c.name AS catalog, r.mode, r.phase,
       r.stop_requested, r.started_at, r.ended_at, r.last_seen, r.lead, a.alive, a.handed_over, r.state AS stored_state,
       CASE WHEN r.state = 'RUNNING' AND NOT a.alive THEN 'INTERRUPTED' ELSE r.state END AS state,
       r.active + CASE WHEN r.state = 'RUNNING' AND r.lead_until > clock_timestamp()
         THEN (extract(epoch FROM clock_timestamp() - r.active_at) * 1000000)::bigint ELSE 0 END AS active,
       t.listed, t.ingested, t.unchanged, t.gone, t.filtered, t.failed, t.deleted
  FROM trawl.run r
  LEFT JOIN trawl.catalog c ON c.no = r.catalog_no
 CROSS JOIN LATERAL (
   SELECT h.handed_over, h.handed_over OR coalesce(r.lead_until > clock_timestamp(), false)
       OR EXISTS (SELECT FROM trawl.batch b
                   WHERE b.run_no = r.no AND NOT b.done AND b.claimed AND b.due > clock_timestamp()) AS alive
     FROM (SELECT coalesce(r.handed_over_until > clock_timestamp(), false) AS handed_over) h) a
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(t.listed), 0)::bigint AS listed, coalesce(sum(t.ingested), 0)::bigint AS ingested,
          coalesce(sum(t.unchanged), 0)::bigint AS unchanged, coalesce(sum(t.gone), 0)::bigint AS gone,
          coalesce(sum(t.filtered), 0)::bigint AS filtered, coalesce(sum(t.failed), 0)::bigint AS failed,
          coalesce(sum(t.deleted), 0)::bigint AS deleted
     FROM trawl.tally t WHERE t.run_no = r.no) t;
