-- Schemas of the current database whose tables lie elsewhere: in a data catalog, in another database, in a stream.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_SCHEMAS.html
SELECT schemaname
FROM svv_external_schemas
