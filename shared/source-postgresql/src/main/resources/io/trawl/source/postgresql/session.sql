-- Who is logged in where, and how the session is set up.
SELECT current_setting('server_version') AS version,
       current_user AS role,
       current_setting('statement_timeout') AS statement_timeout,
       current_setting('lock_timeout') AS lock_timeout,
       pg_backend_pid() AS pid,
       coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false) AS encrypted
