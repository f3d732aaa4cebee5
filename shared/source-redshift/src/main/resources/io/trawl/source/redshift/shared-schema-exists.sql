-- Whether a database shows schemas as those of a datashare.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_SCHEMAS.html
SELECT schema_name
FROM svv_all_schemas
WHERE database_name = ?
  AND schema_type = 'shared'
LIMIT 1
