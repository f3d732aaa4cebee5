-- Tables and views by oid, without their columns. 1259 is pg_class.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind,
       d.description,
       pg_get_userbyid(c.relowner) AS owner,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted_name,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS view_definition,
       p.partstrat,
       p.partattrs::int2[] AS partition_columns,
       ARRAY(SELECT y.polname FROM pg_policy y WHERE y.polrelid = c.oid ORDER BY y.polname) AS policies
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0
LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
WHERE c.oid = ANY (?)
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
