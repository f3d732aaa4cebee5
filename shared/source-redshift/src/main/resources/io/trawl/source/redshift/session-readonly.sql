-- Whether the session may write; the driver sets it.
-- https://docs.aws.amazon.com/redshift/latest/dg/r_CURRENT_SETTING.html
SELECT current_setting('readonly') AS readonly
