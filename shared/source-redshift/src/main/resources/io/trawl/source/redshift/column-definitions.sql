-- What CREATE TABLE says of columns beyond their names and types. An encoding of none is written raw there.
-- https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_PG_TABLE_DEF.html
SELECT a.attrelid,
       a.attnum,
       quote_ident(a.attname) AS quoted_name,
       format_encoding(a.attencodingtype::integer) AS encoding,
       pg_get_expr(v.adbin, v.adrelid) AS default_value
FROM pg_attribute a
LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum AND v.adrelid IN ({oids})
WHERE a.attrelid IN ({oids})
  AND a.attnum > 0
  AND NOT a.attisdropped
