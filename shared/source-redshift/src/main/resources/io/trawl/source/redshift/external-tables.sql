-- External tables by name, with where their data lies.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html
SELECT schemaname, tablename, location
FROM svv_external_tables
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
  AND tablename IN ({tables})
