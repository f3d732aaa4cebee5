-- Which tables of a schema have keys, where it has too many for SHOW PRIMARY KEYS and the like. Needs a warehouse.
SELECT TABLE_NAME, CONSTRAINT_TYPE
FROM {database}.INFORMATION_SCHEMA.TABLE_CONSTRAINTS
WHERE TABLE_SCHEMA = ? AND TABLE_NAME IN ({names})
