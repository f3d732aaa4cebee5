-- What pg_class and the like answer in a database that was made from a datashare, and whom the system views then show: itself
-- alone. Source: database-direct-connect.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['pg_class', 'pg_namespace', 'pg_attribute', 'pg_constraint', 'pg_proc', 'pg_proc_info',
        'pg_database', 'svv_external_schemas'] LOOP
        EXECUTE format('ALTER VIEW redshift.%I RENAME TO %I', name, 'local_' || name);
        EXECUTE format('CREATE VIEW redshift.%I AS SELECT * FROM redshift.%I WHERE false', name, 'local_' || name);
        EXECUTE format('GRANT SELECT ON redshift.%I TO PUBLIC', name);
    END LOOP;
END
$$;
ALTER VIEW redshift.svv_redshift_databases RENAME TO local_svv_redshift_databases;
CREATE VIEW redshift.svv_redshift_databases AS
SELECT * FROM redshift.local_svv_redshift_databases WHERE database_name = current_database();
ALTER VIEW redshift.svv_all_schemas RENAME TO local_svv_all_schemas;
CREATE VIEW redshift.svv_all_schemas AS
SELECT * FROM redshift.local_svv_all_schemas WHERE schema_type = 'shared';
GRANT SELECT ON redshift.svv_redshift_databases, redshift.svv_all_schemas TO PUBLIC;
