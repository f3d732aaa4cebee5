-- What a later statement of the same transaction finds; asked once on each connection.
SELECT pg_backend_pid() AS pid,
       current_setting('transaction_read_only') AS read_only,
       current_setting('transaction_isolation') AS isolation,
       ARRAY(SELECT current_setting(wanted.name)
             FROM unnest(?::text[]) WITH ORDINALITY AS wanted (name, position)
             ORDER BY wanted.position) AS settings
