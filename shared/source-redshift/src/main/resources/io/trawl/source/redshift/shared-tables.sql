-- Tables and views of a database that was made from a datashare, by name. Of a view there is no definition.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_TABLES.html
SELECT schema_name, table_name, remarks, CAST(NULL AS varchar) AS location
FROM svv_all_tables
WHERE database_name = ?
  AND schema_name IN ({schemas})
  AND table_name IN ({tables})
