-- A page of the tables and views of a database that was made from a datashare, in the order of their names.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_TABLES.html
SELECT DISTINCT schema_name, table_name, table_type
FROM svv_all_tables
WHERE database_name = ?
  AND schema_name IN ({schemas})
  AND (schema_name > ? OR schema_name = ? AND table_name > ?)
ORDER BY schema_name, table_name
LIMIT {limit}
