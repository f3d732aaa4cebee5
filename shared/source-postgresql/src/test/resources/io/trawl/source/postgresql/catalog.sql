-- What makes tables and views the same, but for oids and the places of dropped columns.
SELECT c.oid::regclass::text AS relation, 'relation' AS what, '' AS name,
       concat_ws(' | ', c.relkind, c.relpersistence, c.relam, c.reltablespace, c.reloptions::text, c.reloftype::regtype,
                 c.relispopulated, pg_get_partkeydef(c.oid),
                 (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                  FROM pg_inherits i WHERE i.inhrelid = c.oid),
                 (SELECT s.srvname || f.ftoptions::text
                  FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
                 CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) AS text
FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND c.relnamespace::regnamespace::text = ANY (:schemas)
UNION ALL
SELECT a.attrelid::regclass::text, 'column', a.attname,
       concat_ws(' | ', (SELECT count(*) FROM pg_attribute b
                         WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped),
                 format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attislocal,
                 a.attinhcount, a.attcollation::oid::text, a.attfdwoptions::text, pg_get_expr(v.adbin, v.adrelid),
                 (SELECT concat_ws(',', s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
                  FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
                  WHERE d.refclassid = 1259 AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                    AND d.classid = 1259 AND d.deptype = 'i'))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND c.relnamespace::regnamespace::text = ANY (:schemas)
  AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT k.conrelid::regclass::text, 'constraint', k.conname,
       concat_ws(' | ', k.contype, k.conislocal, k.coninhcount, k.connoinherit, k.convalidated, pg_get_constraintdef(k.oid))
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND c.relnamespace::regnamespace::text = ANY (:schemas)
  -- The server makes more for each partition that is there.
  AND k.conparentid = 0
ORDER BY 1, 2, 3
