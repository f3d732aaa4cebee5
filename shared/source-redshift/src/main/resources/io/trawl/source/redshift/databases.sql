-- Databases of the cluster or workgroup but Redshift's own. Redshift has no CONNECT privilege; who may log in may use any
-- database that takes connections, and superusers those whose limit is 0 too. COMMENT ON DATABASE leaves a comment in the
-- current database only. 1262 is pg_database.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_COMMENT.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_DATABASE.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_DATABASE_INFO.html
SELECT d.datname,
       s.description,
       d.datallowconn AND (coalesce(CAST(i.datconnlimit AS varchar), '') <> '0' OR coalesce(u.usesuper, false)) AS usable,
       d.datname = current_database() AS connected
FROM pg_database d
LEFT JOIN pg_database_info i ON i.datid = d.oid
LEFT JOIN pg_user u ON u.usename = current_user
LEFT JOIN pg_description s ON s.objoid = d.oid AND s.classoid = 1262 AND s.objsubid = 0
WHERE d.datname NOT IN ('template0', 'padb_harvest', 'sys:internal', 'awsdatacatalog')
ORDER BY d.datname
