package io.trawl.testkit.snowflake.model;

/** What a table or view is. */
public enum TableKind {
    REGULAR("TABLE", "BASE TABLE", "TABLE"),
    TRANSIENT("TRANSIENT", "BASE TABLE", "TABLE"),
    TEMPORARY("TEMPORARY", "TEMPORARY TABLE", "TABLE"),
    EXTERNAL("TABLE", "EXTERNAL TABLE", "TABLE"),
    DYNAMIC("TABLE", "BASE TABLE", "DYNAMIC_TABLE"),
    ICEBERG("TABLE", "BASE TABLE", "ICEBERG_TABLE"),
    HYBRID("TABLE", "BASE TABLE", "TABLE"),
    EVENT("TABLE", "EVENT TABLE", "EVENT_TABLE"),
    VIEW("VIEW", "VIEW", "VIEW"),
    MATERIALIZED_VIEW("MATERIALIZED_VIEW", "MATERIALIZED VIEW", "VIEW");

    /** The column {@code kind} of SHOW TABLES (docs.snowflake.com/en/sql-reference/sql/show-tables). */
    public final String shown;
    /** TABLE_TYPE of INFORMATION_SCHEMA.TABLES (docs.snowflake.com/en/sql-reference/info-schema/tables). */
    public final String tableType;
    /** The type to give to GET_DDL, besides TABLE for all tables (docs.snowflake.com/en/sql-reference/functions/get_ddl). */
    public final String ddlType;

    TableKind(String shown, String tableType, String ddlType) {
        this.shown = shown;
        this.tableType = tableType;
        this.ddlType = ddlType;
    }

    /** Whether SHOW VIEWS lists it, not SHOW TABLES. */
    public boolean isView() {
        return this == VIEW || this == MATERIALIZED_VIEW;
    }
}
