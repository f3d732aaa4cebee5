-- Schemas that the role may not use and that hold nothing it can see. The catalog shows everybody the tables of other schemas,
-- external tables are shown with USAGE alone.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_HAS_SCHEMA_PRIVILEGE.html
SELECT n.nspname
FROM pg_namespace n
WHERE n.nspname IN ({schemas})
  AND NOT has_schema_privilege(n.oid, 'USAGE')
  AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_proc p WHERE p.pronamespace = n.oid)
