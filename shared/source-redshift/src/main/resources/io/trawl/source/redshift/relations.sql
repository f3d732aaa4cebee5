-- Tables and views by oid, without their columns and definitions. reldiststyle is 0 EVEN, 1 KEY, 8 ALL, 9 AUTO. 1259 is pg_class.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_CLASS_INFO.html
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind,
       c.reldiststyle,
       d.description,
       pg_get_userbyid(c.relowner) AS owner,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted_name
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0
WHERE c.oid IN ({oids})
  AND c.relkind IN ('r', 'v')
