-- Tables and views by oid, without their columns. Of a view the server prints the query, of a late-binding or materialized
-- view the whole statement that made it. reldiststyle is 0 EVEN, 1 KEY, 8 ALL, 9 AUTO. 1259 is pg_class.
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
       CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END AS view_definition
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0
WHERE c.oid IN ({oids})
  AND c.relkind IN ('r', 'v')
