-- A page of tables and views in the order of their oids. Partitions belong to their table. A name that is no text in the
-- client's encoding is asked for with its bytes escaped. The members of extensions are found at once, and not one by one.
-- 1259 is pg_class, 3079 is pg_extension.
SELECT c.oid,
       n.nspname,
       CASE WHEN ? THEN encode(convert_to(c.relname::text, 'SQL_ASCII'), 'escape') ELSE c.relname::text END AS relname,
       c.relkind,
       c.relnatts,
       CASE WHEN c.oid IN (SELECT x.objid
                           FROM pg_extension e
                           JOIN pg_depend x ON x.refclassid = 3079 AND x.refobjid = e.oid
                           WHERE x.classid = 1259 AND x.deptype = 'e')
            THEN (SELECT e.extname
                  FROM pg_depend x
                  JOIN pg_extension e ON e.oid = x.refobjid
                  WHERE x.classid = 1259 AND x.objid = c.oid AND x.refclassid = 3079 AND x.deptype = 'e') END AS extension
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid > ?
  AND n.nspname = ANY (?)
  AND c.relkind::text = ANY (?)
  AND NOT c.relispartition
  AND c.relpersistence <> 't'
ORDER BY c.oid
LIMIT ?
