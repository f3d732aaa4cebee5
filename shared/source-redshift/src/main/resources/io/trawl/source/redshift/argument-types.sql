-- The names of types by oid, without a modifier.
-- https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
SELECT t.oid, format_type(t.oid, NULL) AS display
FROM pg_type t
WHERE t.oid IN ({oids})
