-- The columns of tables and views of a database that was made from a datashare. The type is without its length or precision,
-- which stand beside it; is_nullable is empty if it is not known.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_ALL_COLUMNS.html
SELECT schema_name,
       table_name,
       column_name,
       data_type,
       character_maximum_length,
       numeric_precision,
       numeric_scale,
       0 AS part_key,
       is_nullable,
       remarks
FROM svv_all_columns
WHERE database_name = ?
  AND schema_name IN ({schemas})
  AND table_name IN ({tables})
ORDER BY schema_name, table_name, ordinal_position
