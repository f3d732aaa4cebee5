-- The same policies by oid alone, and which of them cannot be printed now: printing one locks its table and those in its
-- condition, and waits for a session that has locked one exclusively or is in the queue for it. 3256 is pg_policy, 1259 pg_class.
WITH locked AS (
  SELECT l.relation
  FROM pg_locks l
  JOIN pg_database d ON d.oid = l.database
  WHERE d.datname = current_database() AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
)
SELECT p.oid,
       p.polrelid IN (SELECT relation FROM locked)
         OR EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 3256 AND d.objid = p.oid AND d.refclassid = 1259
                      AND d.refobjid IN (SELECT relation FROM locked)) AS locked
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relispartition
  AND n.nspname = ANY (?)
ORDER BY p.oid
