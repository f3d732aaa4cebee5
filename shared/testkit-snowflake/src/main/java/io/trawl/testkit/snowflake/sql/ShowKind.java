package io.trawl.testkit.snowflake.sql;

import java.util.List;
import java.util.Set;

/**
 * The kinds of SHOW that are understood, with what may follow them. LIMIT stands in the syntax of SHOW TABLES, VIEWS and most others, but
 * not of SHOW MATERIALIZED VIEWS, STAGES, COLUMNS, ... KEYS, USER PROCEDURES and USER FUNCTIONS
 * (docs.snowflake.com/en/sql-reference/sql/show-materialized-views, show-stages, show-columns, ...).
 */
public enum ShowKind {
    DATABASES(true, Within.ACCOUNT, "DATABASES"),
    SCHEMAS(true, Within.DATABASE, "SCHEMAS"),
    TABLES(true, Within.SCHEMA, "TABLES"),
    VIEWS(true, Within.SCHEMA, "VIEWS"),
    MATERIALIZED_VIEWS(false, Within.SCHEMA, "MATERIALIZED", "VIEWS"),
    DYNAMIC_TABLES(true, Within.SCHEMA, "DYNAMIC", "TABLES"),
    EXTERNAL_TABLES(true, Within.SCHEMA, "EXTERNAL", "TABLES"),
    ICEBERG_TABLES(true, Within.SCHEMA, "ICEBERG", "TABLES"),
    STREAMS(true, Within.SCHEMA, "STREAMS"),
    STAGES(false, Within.SCHEMA, "STAGES"),
    SEMANTIC_VIEWS(true, Within.SCHEMA, "SEMANTIC", "VIEWS"),
    COLUMNS(false, Within.SCHEMA, "COLUMNS"),
    PRIMARY_KEYS(false, Within.SCHEMA_OR_TABLE, "PRIMARY", "KEYS"),
    UNIQUE_KEYS(false, Within.SCHEMA_OR_TABLE, "UNIQUE", "KEYS"),
    IMPORTED_KEYS(false, Within.SCHEMA_OR_TABLE, "IMPORTED", "KEYS"),
    USER_PROCEDURES(false, Within.SCHEMA, "USER", "PROCEDURES"),
    USER_FUNCTIONS(false, Within.SCHEMA, "USER", "FUNCTIONS");

    /** What a SHOW may be limited to; the depth of names is the number of its parts. */
    enum Within {
        ACCOUNT,
        DATABASE,
        SCHEMA,
        SCHEMA_OR_TABLE;

        Set<String> words() {
            return switch (this) {
                case ACCOUNT -> Set.of();
                case DATABASE -> Set.of("DATABASE");
                case SCHEMA -> Set.of("SCHEMA");
                case SCHEMA_OR_TABLE -> Set.of("SCHEMA", "TABLE");
            };
        }
    }

    /** Whether LIMIT and FROM may follow; the others end silently at 10,000 rows. */
    public final boolean paged;

    final Within within;
    final List<String> words;

    ShowKind(boolean paged, Within within, String... words) {
        this.paged = paged;
        this.within = within;
        this.words = List.of(words);
    }

    /** As in SQL, for example {@code SHOW PRIMARY KEYS}. */
    public String text() {
        return "SHOW " + String.join(" ", words);
    }
}
