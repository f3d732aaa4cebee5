-- How many tables and views some schemas of a database hold that was made from a datashare, as far as the user may see them.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_TABLES.html
SELECT count(*) AS tables
FROM svv_all_tables
WHERE database_name = ?
  AND schema_name IN ({schemas})
