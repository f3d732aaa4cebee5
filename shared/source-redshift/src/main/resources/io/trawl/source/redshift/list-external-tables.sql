-- A page of external tables in the order of their names; they have no oid. The view stands alone, since Redshift does not
-- let it be joined with functions and types of the leader node.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html
SELECT DISTINCT schemaname AS schema_name, tablename AS table_name
FROM svv_external_tables
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
  AND (schemaname > ? OR schemaname = ? AND tablename > ?)
ORDER BY schema_name, table_name
LIMIT {limit}
