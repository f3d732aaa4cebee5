-- A page of procedures and functions in the order of their oids; aggregates are left out. The types of the input arguments
-- tell routines of one name apart: Redshift allows overloads by them, not by output arguments.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_PROC_INFO.html
-- https://docs.aws.amazon.com/redshift/latest/dg/stored-procedure-naming.html
SELECT p.prooid,
       n.nspname,
       p.proname,
       p.prokind,
       length(p.prosrc) AS source_length,
       CASE WHEN o.proname IS NOT NULL THEN oidvectortypes(p.proargtypes) END AS overload
FROM pg_proc_info p
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN (SELECT pronamespace, proname
           FROM pg_proc_info
           WHERE prokind IN ('f', 'p')
           GROUP BY pronamespace, proname
           HAVING count(*) > 1) o ON o.pronamespace = p.pronamespace AND o.proname = p.proname
WHERE p.prooid > {after}
  AND n.nspname IN ({schemas})
  AND p.prokind IN ('f', 'p')
ORDER BY p.prooid
LIMIT {limit}
