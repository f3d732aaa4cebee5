-- Row-level security policies of some schemas with the condition under which a row is visible, or may be written: those
-- with these oids, or all.
SELECT p.oid,
       p.polname,
       coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) AS condition
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relispartition
  AND n.nspname = ANY (?)
  AND p.oid = ANY (coalesce(?::oid[], ARRAY(SELECT a.oid FROM pg_policy a)))
ORDER BY p.polname, n.nspname, c.relname
