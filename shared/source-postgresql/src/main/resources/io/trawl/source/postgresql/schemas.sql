-- Schemas but PostgreSQL's own: pg_catalog, pg_toast and those of temporary tables. 2615 is pg_namespace.
SELECT n.nspname, d.description
FROM pg_namespace n
LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 2615 AND d.objsubid = 0
WHERE n.nspname !~ '^pg_'
ORDER BY n.nspname
