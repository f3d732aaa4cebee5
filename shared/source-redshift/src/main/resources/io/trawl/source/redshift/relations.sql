-- Tables and views by oid, without their columns. Of a view the server prints the query, of a late-binding or materialized
-- view the whole statement that made it. storage is the table that a materialized view keeps its rows in: see
-- list-tables.sql. reldiststyle is 0 EVEN, 1 KEY, 8 ALL, 9 AUTO. 1259 is pg_class.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_CLASS_INFO.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind,
       c.reldiststyle,
       d.description,
       pg_get_userbyid(c.relowner) AS owner,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted_name,
       CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END AS view_definition,
       t.oid AS storage
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0
LEFT JOIN pg_class t ON c.relkind = 'v' AND t.relkind = 'r' AND t.relname LIKE 'mv_tbl__%'
                    AND t.relnamespace = c.relnamespace
                    AND rtrim(t.relname, '0123456789') = 'mv_tbl__' || c.relname || '__'
WHERE c.oid IN ({oids})
  AND c.relkind IN ('r', 'v')
ORDER BY c.oid, t.oid
