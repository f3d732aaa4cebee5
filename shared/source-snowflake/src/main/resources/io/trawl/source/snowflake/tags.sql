-- Tags of the tables and columns of a schema. Needs a warehouse; lags up to two hours.
SELECT TAG_NAME, TAG_VALUE, DOMAIN, OBJECT_NAME, COLUMN_NAME
FROM {usage}.TAG_REFERENCES
WHERE OBJECT_DATABASE = ? AND OBJECT_SCHEMA = ? AND OBJECT_DELETED IS NULL
