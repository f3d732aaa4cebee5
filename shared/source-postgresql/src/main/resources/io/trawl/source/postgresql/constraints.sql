-- Primary keys, unique keys and foreign keys. A foreign key to a partitioned table has one more row for each partition,
-- which conparentid tells apart.
SELECT k.conrelid,
       k.contype,
       k.conkey,
       fn.nspname AS referred_schema,
       f.relname AS referred_table,
       ARRAY(SELECT a.attname
             FROM unnest(k.confkey) WITH ORDINALITY AS referred (attnum, position)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = referred.attnum
             ORDER BY referred.position) AS referred_columns
FROM pg_constraint k
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.conrelid = ANY (?)
  AND k.contype IN ('p', 'u', 'f')
  AND k.conparentid = 0
ORDER BY k.conrelid, k.contype, k.conname
