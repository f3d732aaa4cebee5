-- Where the databases come from: local, or shared if they were made from a datashare. What is mounted by itself from a data
-- catalog is left out, as from the databases.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_REDSHIFT_DATABASES.html
SELECT database_name, database_type
FROM svv_redshift_databases
WHERE database_name <> 'awsdatacatalog'
