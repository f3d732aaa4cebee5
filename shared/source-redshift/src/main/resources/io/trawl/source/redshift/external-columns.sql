-- The columns of external tables. external_type is the catalog's own spelling; part_key is the position in the partition
-- key, 0 for none; is_nullable is empty if the catalog does not say.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_COLUMNS.html
SELECT schemaname, tablename, columnname, external_type, columnnum, part_key, is_nullable
FROM svv_external_columns
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
  AND tablename IN ({tables})
ORDER BY schemaname, tablename, columnnum
