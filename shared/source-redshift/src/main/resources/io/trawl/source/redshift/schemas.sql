-- Schemas but Redshift's own; external schemas are among them. Nobody can make one whose name begins with pg_. pg_namespace
-- is the same for every role; information_schema.schemata shows only the schemas that the role owns. 2615 is pg_namespace.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_SCHEMA.html
-- https://docs.aws.amazon.com/redshift/latest/dg/c_join_PG.html
SELECT n.nspname AS schema_name, d.description
FROM pg_namespace n
LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 2615 AND d.objsubid = 0
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'catalog_history'
ORDER BY n.nspname
