package io.trawl.source.redshift;

import io.trawl.source.kit.NameTable;

/**
 * Names of types to OpenMetadata's data types: Redshift's as format_type prints them and as pg_type has them, and those of
 * external tables.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html">Redshift's data types</a>
 */
final class DataTypes {

    static final String UNKNOWN = "UNKNOWN";

    private static final NameTable NAMES = new NameTable("""
            SMALLINT: smallint, int2
            INT: integer, int, int4
            BIGINT: bigint, int8
            TINYINT: tinyint
            NUMERIC: numeric
            DECIMAL: decimal
            FLOAT: real, float4, float
            DOUBLE: double precision, float8, double
            BOOLEAN: boolean, bool
            CHAR: character, char, "char", bpchar
            VARCHAR: character varying, varchar
            TEXT: text
            STRING: name, string
            DATE: date
            TIME: time without time zone, time
            TIMESTAMP: time with time zone, timetz
            TIMESTAMP: timestamp without time zone, timestamp, timestamp with time zone, timestamptz
            INTERVAL: interval, interval year to month, intervaly2m, interval day to second, intervald2s
            SUPER: super
            HLLSKETCH: hllsketch
            GEOMETRY: geometry
            GEOGRAPHY: geography
            VARBINARY: varbyte, binary varying, varbinary
            BINARY: binary
            BYTEA: bytea
            UINT: oid
            UUID: uuid
            JSON: json, jsonb
            ARRAY: array
            MAP: map
            STRUCT: struct
            """);

    private DataTypes() {}

    /** The data type; {@link #UNKNOWN} if none fits. */
    static String of(SourceType type) {
        String dataType = NAMES.of(type.name(), UNKNOWN);
        boolean incomplete = dataType.equals("ARRAY") && type.element() == null
                || dataType.equals("STRUCT") && type.fields().isEmpty();
        return incomplete ? UNKNOWN : dataType;
    }
}
