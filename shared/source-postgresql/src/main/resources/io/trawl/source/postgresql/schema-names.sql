-- The same schemas by oid, with the bytes of their names: they can be read even where they are no text in the database's
-- encoding, or have no equivalent in UTF-8.
SELECT n.oid, convert_to(n.nspname::text, 'SQL_ASCII') AS name
FROM pg_namespace n
WHERE n.nspname !~ '^pg_'
ORDER BY n.oid
