-- The columns of tables and views, dropped ones left out.
SELECT a.attrelid,
       a.attnum,
       a.attname,
       a.attnotnull,
       a.atttypid,
       a.atttypmod,
       format_type(a.atttypid, a.atttypmod) AS display,
       d.description
FROM pg_attribute a
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 1259 AND d.objsubid = a.attnum
WHERE a.attrelid = ANY (?)
  AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
