SELECT n.nspname, c.relname, c.relkind, c.reloptions, p.partstrat, p.partattrs,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS definition
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
 WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
   AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
