package io.trawl.source.postgresql;

import io.trawl.source.kit.NameTable;
import io.trawl.source.postgresql.TypeCatalog.SourceType;
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
    private static final NameTable BUILTIN = new NameTable("""
            BOOLEAN: bool
            SMALLINT: int2
            INT: int4
            BIGINT: int8
            FLOAT: float4
            DOUBLE: float8
            NUMERIC: numeric
            MONEY: money
            CHAR: char, bpchar
            VARCHAR: varchar
            TEXT: text
            STRING: name
            BYTEA: bytea
            BIT: bit, varbit
            DATE: date
            TIME: time
            TIMESTAMP: timetz, timestamp, timestamptz
            INTERVAL: interval
            DATETIMERANGE: tsrange, tstzrange, daterange
            UUID: uuid
            JSON: json, jsonb
            XML: xml
            INET: inet
            CIDR: cidr
            MACADDR: macaddr, macaddr8
            POINT: point
            POLYGON: polygon
            GEOMETRY: box, circle, line, lseg, path
            TSVECTOR: tsvector
            TSQUERY: tsquery
            PG_LSN: pg_lsn
            PG_SNAPSHOT: pg_snapshot
            TXID_SNAPSHOT: txid_snapshot
            UINT: oid, xid, cid
            """);

    /** Base types of widespread extensions, wherever they are installed. */
    private static final NameTable EXTENSIONS = new NameTable("""
            GEOMETRY: geometry
            GEOGRAPHY: geography
            TEXT: citext
            MAP: hstore
            HLL: hll
            """);

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
            default -> (type.builtin() ? BUILTIN : EXTENSIONS).of(type.name(), UNKNOWN);
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
