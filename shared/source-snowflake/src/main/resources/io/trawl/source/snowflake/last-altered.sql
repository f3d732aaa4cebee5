-- When the tables and views of a part of a schema were last altered, by DDL or DML. Needs a warehouse.
-- https://docs.snowflake.com/en/sql-reference/info-schema/tables
SELECT TABLE_NAME, LAST_ALTERED
FROM {database}.INFORMATION_SCHEMA.TABLES
WHERE TABLE_SCHEMA = ? AND TABLE_NAME >= ? AND TABLE_NAME <= ?
