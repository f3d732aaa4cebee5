package io.trawl.source.redshift;

import java.util.Map;

/**
 * Names of types to OpenMetadata's data types (entity/data/table.json, dataType): Redshift's as format_type prints them and
 * as pg_type has them, and those of external tables.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html">Redshift's data types</a>
 */
final class DataTypes {

    static final String UNKNOWN = "UNKNOWN";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("smallint", "SMALLINT"),
            Map.entry("int2", "SMALLINT"),
            Map.entry("integer", "INT"),
            Map.entry("int", "INT"),
            Map.entry("int4", "INT"),
            Map.entry("bigint", "BIGINT"),
            Map.entry("int8", "BIGINT"),
            Map.entry("tinyint", "TINYINT"),
            Map.entry("numeric", "NUMERIC"),
            Map.entry("decimal", "DECIMAL"),
            Map.entry("real", "FLOAT"),
            Map.entry("float4", "FLOAT"),
            Map.entry("float", "FLOAT"),
            Map.entry("double precision", "DOUBLE"),
            Map.entry("float8", "DOUBLE"),
            Map.entry("double", "DOUBLE"),
            Map.entry("boolean", "BOOLEAN"),
            Map.entry("bool", "BOOLEAN"),
            Map.entry("character", "CHAR"),
            Map.entry("char", "CHAR"),
            Map.entry("\"char\"", "CHAR"),
            Map.entry("bpchar", "CHAR"),
            Map.entry("character varying", "VARCHAR"),
            Map.entry("varchar", "VARCHAR"),
            Map.entry("text", "TEXT"),
            Map.entry("name", "STRING"),
            Map.entry("string", "STRING"),
            Map.entry("date", "DATE"),
            Map.entry("time without time zone", "TIME"),
            Map.entry("time", "TIME"),
            Map.entry("time with time zone", "TIMESTAMP"),
            Map.entry("timetz", "TIMESTAMP"),
            Map.entry("timestamp without time zone", "TIMESTAMP"),
            Map.entry("timestamp", "TIMESTAMP"),
            Map.entry("timestamp with time zone", "TIMESTAMP"),
            Map.entry("timestamptz", "TIMESTAMP"),
            Map.entry("interval", "INTERVAL"),
            Map.entry("interval year to month", "INTERVAL"),
            Map.entry("intervaly2m", "INTERVAL"),
            Map.entry("interval day to second", "INTERVAL"),
            Map.entry("intervald2s", "INTERVAL"),
            Map.entry("super", "SUPER"),
            Map.entry("hllsketch", "HLLSKETCH"),
            Map.entry("geometry", "GEOMETRY"),
            Map.entry("geography", "GEOGRAPHY"),
            Map.entry("varbyte", "VARBINARY"),
            Map.entry("binary varying", "VARBINARY"),
            Map.entry("varbinary", "VARBINARY"),
            Map.entry("binary", "BINARY"),
            Map.entry("bytea", "BYTEA"),
            Map.entry("oid", "UINT"),
            Map.entry("uuid", "UUID"),
            Map.entry("json", "JSON"),
            Map.entry("jsonb", "JSON"),
            Map.entry("array", "ARRAY"),
            Map.entry("map", "MAP"),
            Map.entry("struct", "STRUCT"));

    private DataTypes() {}

    /** The data type; {@link #UNKNOWN} if none fits. */
    static String of(SourceType type) {
        String dataType = NAMES.getOrDefault(type.name(), UNKNOWN);
        boolean incomplete = dataType.equals("ARRAY") && type.element() == null
                || dataType.equals("STRUCT") && type.fields().isEmpty();
        return incomplete ? UNKNOWN : dataType;
    }
}
