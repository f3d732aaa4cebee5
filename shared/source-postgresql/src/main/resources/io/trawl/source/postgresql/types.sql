-- Every type that the columns are made of: their own, and those that domains, arrays and composites lead to.
-- A composite type has a row for each of its attributes. UNION ends the recursion. 11 is pg_catalog.
WITH RECURSIVE reached (oid) AS (
    SELECT a.atttypid
    FROM pg_attribute a
    WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT part.oid
    FROM reached r
    JOIN pg_type t ON t.oid = r.oid
    CROSS JOIN LATERAL (
        SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT t.typelem WHERE t.typelem <> 0 AND t.typlen = -1
        UNION ALL
        SELECT a.atttypid
        FROM pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) part (oid)
)
SELECT t.oid,
       t.typname,
       t.typtype,
       t.typnamespace = 11 AS builtin,
       t.typnotnull,
       CASE WHEN t.typlen = -1 THEN t.typelem ELSE 0 END AS element,
       t.typbasetype,
       t.typtypmod,
       a.attnum,
       a.attname,
       a.atttypid,
       a.atttypmod,
       format_type(a.atttypid, a.atttypmod) AS display,
       d.description
FROM reached r
JOIN pg_type t ON t.oid = r.oid
LEFT JOIN pg_attribute a ON t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 1259 AND d.objsubid = a.attnum
ORDER BY t.oid, a.attnum
