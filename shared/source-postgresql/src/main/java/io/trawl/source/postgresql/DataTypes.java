package io.trawl.source.postgresql;

import java.util.Map;
import java.util.Set;

/** Names of PostgreSQL's types to OpenMetadata's data types (entity/data/table.json, dataType). */
final class DataTypes {

    static final String ARRAY = "ARRAY";
    static final String STRUCT = "STRUCT";
    static final String UNKNOWN = "UNKNOWN";

    /**
     * Types in pg_catalog. Times with a time zone are TIMESTAMP, as OpenMetadata's own connector has them: its profiler
     * computes nothing for TIMESTAMPZ.
     */
    private static final Map<String, String> BUILTIN = Map.ofEntries(
            Map.entry("bool", "BOOLEAN"),
            Map.entry("int2", "SMALLINT"),
            Map.entry("int4", "INT"),
            Map.entry("int8", "BIGINT"),
            Map.entry("float4", "FLOAT"),
            Map.entry("float8", "DOUBLE"),
            Map.entry("numeric", "NUMERIC"),
            Map.entry("money", "MONEY"),
            Map.entry("char", "CHAR"),
            Map.entry("bpchar", "CHAR"),
            Map.entry("varchar", "VARCHAR"),
            Map.entry("text", "TEXT"),
            Map.entry("name", "STRING"),
            Map.entry("bytea", "BYTEA"),
            Map.entry("bit", "BIT"),
            Map.entry("varbit", "BIT"),
            Map.entry("date", "DATE"),
            Map.entry("time", "TIME"),
            Map.entry("timetz", "TIMESTAMP"),
            Map.entry("timestamp", "TIMESTAMP"),
            Map.entry("timestamptz", "TIMESTAMP"),
            Map.entry("interval", "INTERVAL"),
            Map.entry("tsrange", "DATETIMERANGE"),
            Map.entry("tstzrange", "DATETIMERANGE"),
            Map.entry("daterange", "DATETIMERANGE"),
            Map.entry("uuid", "UUID"),
            Map.entry("json", "JSON"),
            Map.entry("jsonb", "JSON"),
            Map.entry("xml", "XML"),
            Map.entry("inet", "INET"),
            Map.entry("cidr", "CIDR"),
            Map.entry("macaddr", "MACADDR"),
            Map.entry("macaddr8", "MACADDR"),
            Map.entry("point", "POINT"),
            Map.entry("polygon", "POLYGON"),
            Map.entry("box", "GEOMETRY"),
            Map.entry("circle", "GEOMETRY"),
            Map.entry("line", "GEOMETRY"),
            Map.entry("lseg", "GEOMETRY"),
            Map.entry("path", "GEOMETRY"),
            Map.entry("tsvector", "TSVECTOR"),
            Map.entry("tsquery", "TSQUERY"),
            Map.entry("pg_lsn", "PG_LSN"),
            Map.entry("pg_snapshot", "PG_SNAPSHOT"),
            Map.entry("txid_snapshot", "TXID_SNAPSHOT"),
            Map.entry("oid", "UINT"),
            Map.entry("xid", "UINT"),
            Map.entry("cid", "UINT"));

    /** Base types of widespread extensions, wherever they are installed. */
    private static final Map<String, String> EXTENSIONS = Map.of(
            "geometry", "GEOMETRY",
            "geography", "GEOGRAPHY",
            "citext", "TEXT",
            "hstore", "MAP",
            "hll", "HLL");

    private static final Set<String> INTEGERS = Set.of("SMALLINT", "INT", "BIGINT");
    private static final Set<String> TIMES = Set.of("DATE", "TIME", "TIMESTAMP");

    private DataTypes() {}

    /** The data type of anything but a domain; {@link #UNKNOWN} if none fits. */
    static String of(SourceType type) {
        if (type.isArray()) {
            return ARRAY;
        }
        return switch (type.category()) {
            case 'e' -> "ENUM";
            case 'c' -> type.attributes().isEmpty() ? UNKNOWN : STRUCT;
            default -> (type.builtin() ? BUILTIN : EXTENSIONS).getOrDefault(type.name(), UNKNOWN);
        };
    }

    /**
     * OpenMetadata's interval type of a range-partitioned column.
     *
     * @param dataType the column's
     */
    static String rangeInterval(String dataType) {
        if (TIMES.contains(dataType)) {
            return "TIME-UNIT";
        }
        return INTEGERS.contains(dataType) ? "INTEGER-RANGE" : "OTHER";
    }
}
