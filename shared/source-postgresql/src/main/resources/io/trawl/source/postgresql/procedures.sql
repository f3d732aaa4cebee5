-- Procedures and functions by oid. A body written in standard SQL (BEGIN ATOMIC) has no source text, only a definition.
-- 1255 is pg_proc.
SELECT p.oid,
       n.nspname,
       p.proname,
       p.prokind,
       l.lanname,
       CASE WHEN ? OR p.prosrc = '' THEN pg_get_functiondef(p.oid) ELSE p.prosrc END AS code,
       CASE WHEN EXISTS (SELECT 1
                         FROM pg_proc o
                         WHERE o.pronamespace = p.pronamespace
                           AND o.proname = p.proname
                           AND o.oid <> p.oid
                           AND o.prokind IN ('f', 'p'))
            THEN oidvectortypes(p.proargtypes) END AS overload,
       d.description,
       pg_get_userbyid(p.proowner) AS owner
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 1255 AND d.objsubid = 0
WHERE p.oid = ANY (?)
  AND p.prokind IN ('f', 'p')
