package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules about a table's columns and constraints: facts/openmetadata.md ("The server rejects") and table.json. */
final class ColumnRules {

    private static final Set<String> FIELDS =
            CreateRules.words("name displayName dataType arrayDataType dataLength precision scale "
                    + "dataTypeDisplay description fullyQualifiedName tags constraint ordinalPosition "
                    + "jsonSchema children profile customMetrics extension");

    private static final Set<String> TYPES =
            CreateRules.words("NUMBER TINYINT SMALLINT INT BIGINT BYTEINT BYTES FLOAT DOUBLE "
                    + "DECIMAL NUMERIC TIMESTAMP TIMESTAMPZ TIME DATE DATETIME INTERVAL STRING MEDIUMTEXT TEXT CHAR "
                    + "LONG VARCHAR BOOLEAN BINARY VARBINARY ARRAY BLOB LONGBLOB MEDIUMBLOB MAP STRUCT UNION SET "
                    + "GEOGRAPHY ENUM JSON UUID VARIANT GEOMETRY BYTEA AGGREGATEFUNCTION ERROR FIXED RECORD NULL SUPER "
                    + "HLLSKETCH PG_LSN PG_SNAPSHOT TSQUERY TXID_SNAPSHOT XML MACADDR TSVECTOR UNKNOWN CIDR INET CLOB "
                    + "ROWID LOWCARDINALITY YEAR POINT POLYGON TUPLE SPATIAL TABLE NTEXT IMAGE IPV4 IPV6 "
                    + "DATETIMERANGE HLL LARGEINT QUANTILE_STATE AGG_STATE BITMAP UINT BIT MONEY MEASURE KPI "
                    + "HEIRARCHY HIERARCHYID");
    private static final Set<String> CONSTRAINTS = Set.of("NULL", "NOT_NULL", "UNIQUE", "PRIMARY_KEY");
    private static final Set<String> TABLE_CONSTRAINTS =
            Set.of("UNIQUE", "PRIMARY_KEY", "FOREIGN_KEY", "SORT_KEY", "DIST_KEY", "CLUSTER_KEY");
    private static final Set<String> RELATIONSHIPS = Set.of("ONE_TO_ONE", "ONE_TO_MANY", "MANY_TO_ONE", "MANY_TO_MANY");
    private static final Set<String> INTERVALS =
            Set.of("TIME-UNIT", "INTEGER-RANGE", "INGESTION-TIME", "COLUMN-VALUE", "INJECTED", "ENUM", "OTHER");
    private static final List<String> WITH_LENGTH = List.of("CHAR", "VARCHAR", "BINARY", "VARBINARY");

    private ColumnRules() {}

    static void checkShape(JsonNode table) throws Refusal {
        columnsShape(table.path("columns"));
        for (JsonNode constraint : table.path("tableConstraints")) {
            known(constraint, Set.of("constraintType", "columns", "referredColumns", "relationshipType"));
            CreateRules.oneOf("constraintType", constraint.path("constraintType"), TABLE_CONSTRAINTS);
            CreateRules.oneOf("relationshipType", constraint.path("relationshipType"), RELATIONSHIPS);
        }
        for (JsonNode column : table.path("tablePartition").path("columns")) {
            known(column, Set.of("columnName", "intervalType", "interval"));
            CreateRules.oneOf("intervalType", column.path("intervalType"), INTERVALS);
        }
    }

    private static void columnsShape(JsonNode columns) throws Refusal {
        for (JsonNode column : columns) {
            known(column, FIELDS);
            CreateRules.oneOf("dataType", column.path("dataType"), TYPES);
            CreateRules.oneOf("arrayDataType", column.path("arrayDataType"), TYPES);
            CreateRules.oneOf("constraint", column.path("constraint"), CONSTRAINTS);
            columnsShape(column.path("children"));
        }
    }

    static void checkContent(JsonNode table) throws Refusal {
        Set<String> names = columns(table.path("columns"));
        boolean keyOnColumn = false;
        for (JsonNode column : table.path("columns")) {
            keyOnColumn |= column.path("constraint").asText().equals("PRIMARY_KEY");
        }
        for (JsonNode constraint : table.path("tableConstraints")) {
            if (keyOnColumn && constraint.path("constraintType").asText().equals("PRIMARY_KEY")) {
                throw Refusal.invalid("primary key both on a column and as a table constraint");
            }
            for (JsonNode column : constraint.path("columns")) {
                exists("constraint", column.asText(), names);
            }
        }
        for (JsonNode column : table.path("tablePartition").path("columns")) {
            exists("partition", column.path("columnName").asText(), names);
        }
    }

    /** The lower-case names of the columns, after each was checked. */
    private static Set<String> columns(JsonNode columns) throws Refusal {
        Set<String> names = new HashSet<>();
        Set<String> exact = new HashSet<>();
        for (JsonNode column : columns) {
            String name = column.path("name").asText();
            if (name.isEmpty() || name.contains("::")) {
                throw Refusal.invalid("column name '" + name + "' is not allowed");
            }
            if (!exact.add(name)) {
                throw Refusal.invalid("Column name " + name + " is repeated");
            }
            names.add(name.toLowerCase(Locale.ROOT));
            type(name, column);
            columns(column.path("children"));
        }
        return names;
    }

    private static void type(String name, JsonNode column) throws Refusal {
        String type = column.path("dataType").asText();
        if (type.isEmpty()) {
            throw Refusal.invalid("column " + name + ": dataType must not be null");
        }
        if (WITH_LENGTH.contains(type) && !column.path("dataLength").isInt()) {
            throw Refusal.invalid("column " + name + ": " + type + " without dataLength");
        }
        if (type.equals("ARRAY") && !column.hasNonNull("arrayDataType")) {
            throw Refusal.invalid("column " + name + ": ARRAY without arrayDataType");
        }
        if (type.equals("STRUCT") && column.path("children").isEmpty()) {
            throw Refusal.invalid("column " + name + ": STRUCT without children");
        }
        if (column.path("scale").isInt()
                && (!column.path("precision").isInt()
                        || column.path("scale").asInt()
                                > column.path("precision").asInt())) {
            throw Refusal.invalid("column " + name + ": scale without precision or above it");
        }
        // Lower case but for names in quotes (facts/openmetadata-2.md, what the Python tool writes for PostgreSQL).
        String display = column.path("dataTypeDisplay").asText("").replaceAll("\"[^\"]*\"", "");
        if (!display.equals(display.toLowerCase(Locale.ROOT))) {
            throw Refusal.invalid("column " + name + ": dataTypeDisplay '" + display + "' is not lower case");
        }
    }

    private static void exists(String where, String column, Set<String> names) throws Refusal {
        if (!names.contains(column.toLowerCase(Locale.ROOT))) {
            throw Refusal.invalid(where + " column '" + column + "' is no column of the table");
        }
    }

    private static void known(JsonNode object, Set<String> fields) throws Refusal {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw Refusal.unreadable("Unrecognized field \"" + name + "\"");
            }
        }
    }
}
