-- Procedures and functions by oid. proallargtypes and proargmodes are null if every argument is an input. 1255 is pg_proc.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_PROC_INFO.html
SELECT p.prooid,
       n.nspname,
       p.proname,
       p.prokind,
       l.lanname,
       p.prosrc,
       p.prosecdef,
       p.provolatile,
       p.proargnames,
       p.proargmodes,
       p.proallargtypes,
       oidvectortypes(p.proargtypes) AS input_types,
       format_type(p.prorettype, NULL) AS return_type,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS quoted_name,
       CASE WHEN o.proname IS NOT NULL THEN oidvectortypes(p.proargtypes) END AS overload,
       d.description,
       pg_get_userbyid(p.proowner) AS owner
FROM pg_proc_info p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN (SELECT pronamespace, proname
           FROM pg_proc_info
           WHERE prokind IN ('f', 'p')
           GROUP BY pronamespace, proname
           HAVING count(*) > 1) o ON o.pronamespace = p.pronamespace AND o.proname = p.proname
LEFT JOIN pg_description d ON d.objoid = p.prooid AND d.classoid = 1255 AND d.objsubid = 0
WHERE p.prooid IN ({oids})
  AND p.prokind IN ('f', 'p')
