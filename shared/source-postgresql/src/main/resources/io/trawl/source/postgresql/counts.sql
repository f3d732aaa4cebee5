-- How many entities some schemas hold, how many of them belong to extensions, and of how many the role may read the data.
-- 1259 is pg_class, 1255 is pg_proc.
WITH member AS (
    SELECT x.classid, x.objid FROM pg_depend x WHERE x.deptype = 'e' AND x.classid IN (1255, 1259)
), procedure AS (
    SELECT p.oid
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY (?) AND p.prokind IN ('f', 'p')
)
SELECT count(*) FILTER (WHERE c.relkind IN ('r', 'p', 'f')) AS tables,
       count(*) FILTER (WHERE c.relkind IN ('v', 'm')) AS views,
       count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT')) AS readable,
       (SELECT count(*) FROM procedure) AS procedures,
       count(*) FILTER (WHERE c.oid IN (SELECT m.objid FROM member m WHERE m.classid = 1259))
       + (SELECT count(*) FROM procedure p
          WHERE p.oid IN (SELECT m.objid FROM member m WHERE m.classid = 1255)) AS members
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (?)
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
