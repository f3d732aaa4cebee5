-- The same of procedures and functions: a body in standard SQL names relations. 1255 is pg_proc.
WITH locked AS (
    SELECT DISTINCT l.relation AS oid
    FROM pg_locks l
    WHERE l.locktype = 'relation'
      AND l.mode = 'AccessExclusiveLock'
      AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
)
SELECT DISTINCT d.objid AS entity, c.oid AS relation, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
FROM locked k
JOIN pg_depend d ON d.refclassid = 1259 AND d.refobjid = k.oid AND d.classid = 1255
JOIN pg_class c ON c.oid = k.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE d.objid = ANY (?)
ORDER BY d.objid, c.oid
