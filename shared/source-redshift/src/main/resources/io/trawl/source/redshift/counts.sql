-- How many entities with an oid some schemas hold, and how many of the schemas the role may use. What a materialized view
-- keeps its rows in is no table of its own: see list-tables.sql.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_HAS_SCHEMA_PRIVILEGE.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_PROC_INFO.html
SELECT count(CASE WHEN c.relkind = 'r' AND v.oid IS NULL THEN 1 END) AS tables,
       count(CASE WHEN c.relkind = 'v' THEN 1 END) AS views,
       (SELECT count(*)
        FROM pg_proc_info p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ({schemas}) AND p.prokind IN ('f', 'p')) AS procedures,
       (SELECT count(CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN 1 END)
        FROM pg_namespace n
        WHERE n.nspname IN ({schemas})) AS usable
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class v ON c.relkind = 'r' AND v.relkind = 'v' AND v.relnamespace = c.relnamespace
                    AND 'mv_tbl__' || v.relname || '__' = rtrim(c.relname, '0123456789')
WHERE n.nspname IN ({schemas})
  AND c.relkind IN ('r', 'v')
