WITH held AS (
  UPDATE trawl.batch
     SET claimed = false, lost = 0, took = took + :took, deferred = deferred + :deferred,
         done = :again = 0 AND (pass = 'REFERENCES' OR deferred + :deferred = 0),
         size = CASE WHEN :again > 0 THEN :again ELSE deferred + :deferred END,
         attempt = CASE WHEN :again > 0 THEN attempt + 1 ELSE 1 END,
         pass = CASE WHEN :again = 0 AND deferred + :deferred > 0 THEN 'REFERENCES' ELSE pass END,
         due = clock_timestamp() + :pause * interval '1 microsecond', send_due = '-infinity'
   WHERE run_no = :run AND no = :batch AND token = :token AND claimed
  RETURNING run_no, no, type
), changed AS (
  UPDATE trawl.entity e
     SET state = o.state::trawl.entity_state, attempts = :attempt, took = o.took, session_no = :session,
         kind = coalesce(o.kind::trawl.failure_kind, e.kind), message = coalesce(o.message, e.message),
         written = e.written OR o.state IN ('DEFERRED', 'INGESTED', 'UNCHANGED'),
         ended_at = CASE WHEN o.state NOT IN ('OPEN', 'DEFERRED') THEN clock_timestamp() END
    FROM held h,
         unnest(:ids::text[], :states::text[], :kinds::text[], :messages::text[], :tooks::bigint[],
                :fingerprints::text[], :versions::text[])
           AS o (id, state, kind, message, took, fingerprint, version)
   WHERE e.run_no = h.run_no AND e.type = h.type AND e.id = o.id AND e.batch_no = h.no
     AND e.state IN ('OPEN', 'DEFERRED')
  RETURNING e.type, e.id, e.state, o.fingerprint, o.version
), printed AS (
  INSERT INTO trawl.fingerprint AS f (catalog_no, type, id, fingerprint, version, read_at)
  SELECT :catalog, type, id, fingerprint, version, CASE WHEN version IS NOT NULL THEN clock_timestamp() END FROM changed
   WHERE state = 'INGESTED' AND fingerprint IS NOT NULL AND :catalog::int IS NOT NULL
  ON CONFLICT (catalog_no, type, id) DO UPDATE
     SET fingerprint = excluded.fingerprint, version = excluded.version, read_at = excluded.read_at
   WHERE f.fingerprint <> excluded.fingerprint OR f.version IS NOT NULL OR excluded.version IS NOT NULL
), read_again AS (
  UPDATE trawl.fingerprint f SET version = c.version, read_at = clock_timestamp()
    FROM changed c
   WHERE c.state = 'UNCHANGED' AND c.version IS NOT NULL
     AND f.catalog_no = :catalog::int AND f.type = c.type AND f.id = c.id
), forgotten AS (
  DELETE FROM trawl.fingerprint f USING changed c
   WHERE c.state = 'DEFERRED' AND c.fingerprint IS NULL
     AND f.catalog_no = :catalog::int AND f.type = c.type AND f.id = c.id
), counted AS (
  INSERT INTO trawl.counter (run_no, type, stripe, ingested, unchanged, gone, failed)
  SELECT :run, type, 1 + :batch % 32,
         count(*) FILTER (WHERE state = 'INGESTED'), count(*) FILTER (WHERE state = 'UNCHANGED'),
         count(*) FILTER (WHERE state = 'GONE'), count(*) FILTER (WHERE state = 'FAILED')
    FROM changed GROUP BY type
  ON CONFLICT (run_no, type, stripe) DO UPDATE
     SET ingested = counter.ingested + excluded.ingested, unchanged = counter.unchanged + excluded.unchanged,
         gone = counter.gone + excluded.gone, failed = counter.failed + excluded.failed
)
-- What was moved to another batch since this one was claimed, because of a late write.
SELECT coalesce(
         (SELECT array_agg(o.id) FROM unnest(:ids::text[]) AS o (id) WHERE o.id NOT IN (SELECT id FROM changed)), '{}') AS moved
  FROM held
