-- A page of procedures and functions in the order of their oids; aggregates and window functions are left out.
-- The types of the arguments tell functions of one name apart. A name that is no text in the client's encoding is asked for
-- with its bytes escaped. The members of extensions are found at once, and not one by one. 1255 is pg_proc, 3079 is
-- pg_extension.
SELECT p.oid,
       n.nspname,
       CASE WHEN ? THEN encode(convert_to(p.proname::text, 'SQL_ASCII'), 'escape') ELSE p.proname::text END AS proname,
       p.prokind,
       length(p.prosrc) AS source_length,
       CASE WHEN EXISTS (SELECT 1
                         FROM pg_proc o
                         WHERE o.pronamespace = p.pronamespace
                           AND o.proname = p.proname
                           AND o.oid <> p.oid
                           AND o.prokind IN ('f', 'p'))
            THEN CASE WHEN ? THEN encode(convert_to(oidvectortypes(p.proargtypes), 'SQL_ASCII'), 'escape')
                      ELSE oidvectortypes(p.proargtypes) END END AS overload,
       CASE WHEN p.oid IN (SELECT x.objid
                           FROM pg_extension e
                           JOIN pg_depend x ON x.refclassid = 3079 AND x.refobjid = e.oid
                           WHERE x.classid = 1255 AND x.deptype = 'e')
            THEN (SELECT e.extname
                  FROM pg_depend x
                  JOIN pg_extension e ON e.oid = x.refobjid
                  WHERE x.classid = 1255 AND x.objid = p.oid AND x.refclassid = 3079 AND x.deptype = 'e') END AS extension
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.oid > ?
  AND n.nspname = ANY (?)
  AND p.prokind::text = ANY (?)
  -- Not what the server made by itself, such as a range type's constructors.
  AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 1255 AND x.objid = p.oid AND x.deptype = 'i')
ORDER BY p.oid
LIMIT ?
