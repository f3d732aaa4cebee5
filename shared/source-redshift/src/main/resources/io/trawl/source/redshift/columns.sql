-- The columns of tables and views, dropped ones left out. attsortkeyord is the position in the sort key, 0 for none; an
-- interleaved key has negative ones among them. The oids stand in the join too, so that no catalog is read as a whole.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_TABLE_DEF.html
SELECT a.attrelid,
       a.attnum,
       a.attname,
       a.attnotnull,
       t.typname,
       format_type(a.atttypid, a.atttypmod) AS display,
       a.attisdistkey,
       a.attsortkeyord,
       d.description
FROM pg_attribute a
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 1259 AND d.objsubid = a.attnum
                          AND d.objoid IN ({oids})
WHERE a.attrelid IN ({oids})
  AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
