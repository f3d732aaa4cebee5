-- The columns of external tables. external_type is the catalog's own spelling; part_key is the position in the partition
-- key, 0 for none; is_nullable is empty if the catalog does not say.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_COLUMNS.html
SELECT schemaname AS schema_name,
       tablename AS table_name,
       columnname AS column_name,
       external_type AS data_type,
       CAST(NULL AS integer) AS character_maximum_length,
       CAST(NULL AS integer) AS numeric_precision,
       CAST(NULL AS integer) AS numeric_scale,
       part_key,
       is_nullable,
       CAST(NULL AS varchar) AS remarks
FROM svv_external_columns
WHERE redshift_database_name = ?
  AND schemaname IN ({schemas})
  AND tablename IN ({tables})
ORDER BY schemaname, tablename, columnnum
