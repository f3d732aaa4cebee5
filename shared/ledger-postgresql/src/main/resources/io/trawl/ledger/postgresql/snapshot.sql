-- For the statements of a transaction that read a whole run.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; SET LOCAL enable_material = on;
SET LOCAL enable_bitmapscan = on; SET LOCAL enable_sort = on
