-- Schemas of a database that was made from a datashare, as far as the user may use them. It has no catalog of its own.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_SCHEMAS.html
-- https://docs.aws.amazon.com/redshift/latest/dg/database-direct-connect.html
SELECT DISTINCT schema_name, CAST(NULL AS varchar) AS description
FROM svv_all_schemas
WHERE database_name = ?
  AND schema_name !~ '^pg_'
  AND schema_name <> 'catalog_history'
ORDER BY schema_name
