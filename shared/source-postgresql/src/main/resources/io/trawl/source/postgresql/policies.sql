-- Row-level security policies with the condition under which a row is visible, or may be written.
SELECT n.nspname,
       p.polname,
       coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) AS condition
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relispartition
ORDER BY p.polname, n.nspname, c.relname
