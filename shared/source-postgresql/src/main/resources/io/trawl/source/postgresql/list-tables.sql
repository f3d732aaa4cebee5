-- A page of tables and views in the order of their oids. Partitions belong to their table.
SELECT c.oid, n.nspname, c.relname, c.relkind, c.relnatts
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid > ?
  AND n.nspname = ANY (?)
  AND c.relkind::text = ANY (?)
  AND NOT c.relispartition
  AND c.relpersistence <> 't'
ORDER BY c.oid
LIMIT ?
