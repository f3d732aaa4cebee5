-- The tags that objects and columns of a database carry. The view lags up to two hours.
-- https://docs.snowflake.com/en/sql-reference/account-usage/tag_references
SELECT DISTINCT TAG_NAME, TAG_VALUE
FROM {usage}.TAG_REFERENCES
WHERE OBJECT_DATABASE = ? AND OBJECT_DELETED IS NULL
ORDER BY TAG_NAME, TAG_VALUE
