-- Schemas but PostgreSQL's own: pg_catalog, pg_toast and those of temporary tables; those with these oids, or all.
-- 2615 is pg_namespace.
SELECT n.nspname, d.description
FROM pg_namespace n
LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 2615 AND d.objsubid = 0
WHERE n.nspname !~ '^pg_'
  AND n.oid = ANY (coalesce(?::oid[], ARRAY(SELECT a.oid FROM pg_namespace a)))
ORDER BY n.nspname
