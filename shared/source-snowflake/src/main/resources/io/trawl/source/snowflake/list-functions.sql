-- The functions of a schema that has more than SHOW says. Needs a warehouse.
-- https://docs.snowflake.com/en/sql-reference/info-schema/functions
SELECT FUNCTION_NAME AS NAME, ARGUMENT_SIGNATURE
FROM {database}.INFORMATION_SCHEMA.FUNCTIONS
WHERE FUNCTION_SCHEMA = ?
ORDER BY FUNCTION_NAME
