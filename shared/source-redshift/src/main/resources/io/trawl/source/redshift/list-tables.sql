-- A page of tables and views in the order of their oids.
--
-- A materialized view is a view, and a table mv_tbl__NAME__N in the same schema keeps its rows: that table is left out, and
-- tells a materialized view from others here. The definition tells it for certain, but printing one costs work for each
-- view, so that is done when the view is read; svv_mv_info shows a role only the views that it owns. Two joins by whole
-- names cost the same for one view or thousands.
-- https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-create-sql-command.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_MV_INFO.html
SELECT c.oid, n.nspname, c.relname, c.relkind, c.relnatts, m.stem IS NOT NULL AS materialized
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class v ON c.relkind = 'r' AND v.relkind = 'v' AND v.relnamespace = c.relnamespace
                    AND 'mv_tbl__' || v.relname || '__' = rtrim(c.relname, '0123456789')
LEFT JOIN (SELECT DISTINCT t.relnamespace, rtrim(t.relname, '0123456789') AS stem
           FROM pg_class t
           WHERE t.relkind = 'r' AND t.relname LIKE 'mv_tbl__%') m
       ON c.relkind = 'v' AND m.relnamespace = c.relnamespace AND m.stem = 'mv_tbl__' || c.relname || '__'
WHERE c.oid > {after}
  AND n.nspname IN ({schemas})
  AND c.relkind IN ({kinds})
  AND v.oid IS NULL
ORDER BY c.oid
LIMIT {limit}
