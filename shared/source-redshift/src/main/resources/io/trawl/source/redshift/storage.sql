-- The tables that materialized views keep their rows in, mv_tbl__NAME__N, for the distribution and sort keys.
-- https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-create-sql-command.html
SELECT t.oid, n.nspname, rtrim(t.relname, '0123456789') AS stem
FROM pg_class t
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE t.relkind = 'r'
  AND t.relname LIKE 'mv_tbl__%'
  AND rtrim(t.relname, '0123456789') IN ({stems})
ORDER BY t.oid
