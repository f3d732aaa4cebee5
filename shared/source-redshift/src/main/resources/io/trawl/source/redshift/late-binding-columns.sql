-- The columns of every late-binding view of the database. The function takes no argument and plans each view, so it is asked
-- seldom: see LateBindingColumns. A view that refers to what is missing has no rows.
-- https://docs.aws.amazon.com/redshift/latest/dg/PG_GET_LATE_BINDING_VIEW_COLS.html
SELECT view_schema, view_name, col_name, col_type, col_num
FROM pg_get_late_binding_view_cols()
     cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)
