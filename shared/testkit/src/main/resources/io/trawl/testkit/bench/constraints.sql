SELECT k.conrelid, k.conname, k.contype, k.conkey, k.confrelid, k.confkey
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype IN ('p', 'u', 'f')
   AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
