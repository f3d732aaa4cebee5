-- The procedures of a schema that has more than SHOW says. Needs a warehouse.
-- https://docs.snowflake.com/en/sql-reference/info-schema/procedures
SELECT PROCEDURE_NAME AS NAME, ARGUMENT_SIGNATURE
FROM {database}.INFORMATION_SCHEMA.PROCEDURES
WHERE PROCEDURE_SCHEMA = ?
ORDER BY PROCEDURE_NAME
