-- Who and where the session is. Constants, which need no running warehouse.
-- https://docs.snowflake.com/en/sql-reference/functions-context
SELECT CURRENT_ORGANIZATION_NAME(), CURRENT_ACCOUNT_NAME(), CURRENT_ROLE(), CURRENT_WAREHOUSE(), CURRENT_VERSION()
