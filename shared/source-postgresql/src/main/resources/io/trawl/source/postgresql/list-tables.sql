-- A page of tables and views in the order of their oids. Partitions belong to their table. A name that is no text in the
-- client's encoding is asked for with its bytes escaped.
SELECT c.oid,
       n.nspname,
       CASE WHEN ? THEN encode(convert_to(c.relname::text, 'SQL_ASCII'), 'escape') ELSE c.relname::text END AS relname,
       c.relkind,
       c.relnatts
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid > ?
  AND n.nspname = ANY (?)
  AND c.relkind::text = ANY (?)
  AND NOT c.relispartition
  AND c.relpersistence <> 't'
ORDER BY c.oid
LIMIT ?
