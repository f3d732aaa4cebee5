-- How many entities some schemas hold, and of how many the role may read the data.
SELECT count(*) FILTER (WHERE c.relkind IN ('r', 'p', 'f')) AS tables,
       count(*) FILTER (WHERE c.relkind IN ('v', 'm')) AS views,
       count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT')) AS readable,
       (SELECT count(*)
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = ANY (?) AND p.prokind IN ('f', 'p')) AS procedures
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (?)
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
