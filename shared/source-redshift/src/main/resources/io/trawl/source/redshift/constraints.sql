-- Primary keys, unique keys and foreign keys, which Redshift notes and does not enforce. A foreign key has a row for each
-- column that it refers to.
-- https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html
SELECT k.oid,
       k.conrelid,
       k.contype,
       k.conkey,
       k.confkey,
       n.nspname AS referred_schema,
       f.relname AS referred_table,
       quote_ident(n.nspname) || '.' || quote_ident(f.relname) AS quoted_table,
       a.attnum,
       a.attname,
       quote_ident(a.attname) AS quoted_column
FROM pg_constraint k
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = f.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)
WHERE k.conrelid IN ({oids})
  AND k.contype IN ('p', 'u', 'f')
ORDER BY k.conrelid, k.contype, k.conname, k.oid
