SELECT max(version::int) AS version FROM trawl.flyway_schema_history WHERE success AND version IS NOT NULL
