-- Every database of the server, and whether the role may connect to it; only the current one unless all are asked for; those
-- with these oids, or all.
-- 1262 is pg_database; a datconnlimit of -2 marks one whose DROP was interrupted, and one of 0 lets superusers in only.
SELECT d.datname,
       s.description,
       d.datallowconn
       AND d.datconnlimit <> -2
       AND (d.datconnlimit <> 0 OR (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user))
       AND has_database_privilege(d.oid, 'CONNECT') AS usable
FROM pg_database d
LEFT JOIN pg_shdescription s ON s.objoid = d.oid AND s.classoid = 1262
WHERE (? OR d.datname = current_database())
  AND d.oid = ANY (coalesce(?::oid[], ARRAY(SELECT a.oid FROM pg_database a)))
ORDER BY d.datname
