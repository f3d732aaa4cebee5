-- Sets what holds for this transaction alone; answers each value as the server has understood it.
SELECT wanted.name, set_config(wanted.name, wanted.value, true) AS setting
FROM unnest(?::text[], ?::text[]) AS wanted (name, value)
