-- Of some tables and views, those that cannot be printed now: another session has, or waits for, an ACCESS EXCLUSIVE lock on
-- the relation itself or on one that a view reads. Every role may see all of pg_locks. 1259 is pg_class, 2618 pg_rewrite.
WITH locked AS (
    SELECT DISTINCT l.relation AS oid
    FROM pg_locks l
    WHERE l.locktype = 'relation'
      AND l.mode = 'AccessExclusiveLock'
      AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
)
SELECT blocked.entity, c.oid AS relation, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
FROM (
    SELECT k.oid AS entity, k.oid AS relation
    FROM locked k
    WHERE k.oid = ANY (?)
    UNION
    SELECT r.ev_class, k.oid
    FROM locked k
    JOIN pg_depend d ON d.refclassid = 1259 AND d.refobjid = k.oid AND d.classid = 2618
    JOIN pg_rewrite r ON r.oid = d.objid
    WHERE r.ev_class = ANY (?)
) blocked
JOIN pg_class c ON c.oid = blocked.relation
JOIN pg_namespace n ON n.oid = c.relnamespace
ORDER BY blocked.entity, c.oid
