-- Of a view the server prints the query, of a late-binding or materialized view the whole statement that made it. It takes a
-- lock on what the view reads, and waits for it.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
-- https://docs.aws.amazon.com/redshift/latest/dg/c_Concurrent_writes.html
SELECT c.oid, pg_get_viewdef(c.oid) AS definition
FROM pg_class c
WHERE c.oid IN ({oids})
  AND c.relkind = 'v'
