-- Who is logged in where, and how the session is set up.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_VERSION.html
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CURRENT_SETTING.html
SELECT version() AS version,
       current_user AS role,
       current_setting('statement_timeout') AS statement_timeout,
       current_setting('query_group') AS query_group
