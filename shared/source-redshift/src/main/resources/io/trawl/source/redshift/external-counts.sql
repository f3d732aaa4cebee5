-- How many external tables some schemas hold, as far as the role may see them.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html
SELECT count(*) AS tables
FROM svv_external_tables
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
