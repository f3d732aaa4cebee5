-- External tables by name, with where their data lies.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html
SELECT schemaname AS schema_name, tablename AS table_name, CAST(NULL AS varchar) AS remarks, location
FROM svv_external_tables
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
  AND tablename IN ({tables})
