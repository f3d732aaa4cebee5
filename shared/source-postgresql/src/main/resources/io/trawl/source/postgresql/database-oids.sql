-- The same databases by oid alone.
SELECT d.oid FROM pg_database d WHERE ? OR d.datname = current_database() ORDER BY d.oid
