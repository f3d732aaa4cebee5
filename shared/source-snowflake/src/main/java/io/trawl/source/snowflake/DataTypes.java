package io.trawl.source.snowflake;

import io.trawl.source.kit.NameTable;

/**
 * Snowflake's types to OpenMetadata's data types. They are those of OpenMetadata's own connector, since for its server a column
 * whose data type changes is another column, which lacks the tags of the first; except where that one is wrong: it takes a VECTOR
 * for BINARY and knows no structure. A VARIANT and an OBJECT without fields hold JSON, and so do the elements of an ARRAY that
 * declares none.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/intro-summary-data-types">Summary of data types</a>
 */
final class DataTypes {

    static final String UNKNOWN = "UNKNOWN";
    static final String JSON = "JSON";
    static final String STRUCT = "STRUCT";
    static final String INT = "INT";

    private static final NameTable NAMES = new NameTable("""
            DECIMAL: FIXED
            FLOAT: REAL
            DOUBLE: DECFLOAT
            VARCHAR: TEXT
            BINARY: BINARY
            BOOLEAN: BOOLEAN
            DATE: DATE
            TIME: TIME
            TIMESTAMP: TIMESTAMP_NTZ, TIMESTAMP_LTZ, TIMESTAMP_TZ
            INTERVAL: INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME
            JSON: VARIANT, OBJECT
            ARRAY: ARRAY, VECTOR
            MAP: MAP
            GEOGRAPHY: GEOGRAPHY
            GEOMETRY: GEOMETRY
            UUID: UUID
            """);

    private DataTypes() {}

    /** The data type; {@link #UNKNOWN} if none fits: OpenMetadata has none for a FILE. */
    static String of(SourceType type) {
        return type.fields().isEmpty() ? NAMES.of(type.name(), UNKNOWN) : STRUCT;
    }

    /** The data type of the elements of an ARRAY or a VECTOR. */
    static String ofElements(SourceType type) {
        if (type.element() == null) {
            return type.name().equals(SourceType.VECTOR) ? UNKNOWN : JSON;
        }
        boolean integers =
                type.name().equals(SourceType.VECTOR) && type.element().name().equals(SourceType.FIXED);
        return integers ? INT : of(type.element());
    }
}
