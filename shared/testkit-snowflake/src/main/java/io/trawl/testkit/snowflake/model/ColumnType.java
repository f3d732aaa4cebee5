package io.trawl.testkit.snowflake.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A data type in its three spellings: SHOW COLUMNS prints a JSON descriptor in the service's internal vocabulary,
 * INFORMATION_SCHEMA.COLUMNS a name and numbers, GET_DDL the declaration
 * (docs.snowflake.com/en/sql-reference/sql/show-columns, .../info-schema/columns; the descriptors of structured types and
 * vectors as the driver's SnowflakeUtil.getFieldMetadata reads them and as public tests against accounts captured them).
 *
 * @param name of the descriptor, for example {@code FIXED}
 * @param head the descriptor's members before {@code nullable}, each after a comma
 * @param tail the descriptor's members after {@code nullable}, each after a comma
 * @param dataType DATA_TYPE of INFORMATION_SCHEMA.COLUMNS
 * @param ddl the declaration
 * @param length in characters or bytes, null where it does not apply
 * @param octets in bytes, null where it does not apply
 * @param precision of numbers, null where it does not apply
 * @param scale of numbers, null where it does not apply
 * @param collation of text, or null
 */
public record ColumnType(
        String name,
        String head,
        String tail,
        String dataType,
        String ddl,
        Long length,
        Long octets,
        Long precision,
        Long scale,
        String collation) {

    /** A field of a structured object. */
    public record Field(String name, ColumnType type, boolean nullable) {}

    /** The type as data_type of SHOW COLUMNS says it. */
    public String descriptor(boolean nullable) {
        return "{\"type\":\"" + name + "\"" + head + ",\"nullable\":" + nullable + tail + "}";
    }

    private static ColumnType plain(String name, String dataType) {
        return new ColumnType(name, "", "", dataType, dataType, null, null, null, null, null);
    }

    private static ColumnType nested(String name, String tail, String ddl) {
        return new ColumnType(name, "", tail, name, ddl, null, null, null, null, null);
    }

    /** NUMBER(precision, scale). */
    public static ColumnType number(int precision, int scale) {
        return new ColumnType(
                "FIXED",
                ",\"precision\":" + precision + ",\"scale\":" + scale,
                "",
                "NUMBER",
                "NUMBER(" + precision + "," + scale + ")",
                null,
                null,
                (long) precision,
                (long) scale,
                null);
    }

    /** VARCHAR(length); four bytes are counted for each character. */
    public static ColumnType text(int length) {
        return text(length, null);
    }

    /** VARCHAR(length) with a collation. */
    public static ColumnType text(int length, String collation) {
        long octets = 4L * length;
        return new ColumnType(
                "TEXT",
                ",\"length\":" + length + ",\"byteLength\":" + octets,
                ",\"fixed\":false" + (collation == null ? "" : ",\"collation\":\"" + collation + "\""),
                "TEXT",
                "VARCHAR(" + length + ")" + (collation == null ? "" : " COLLATE '" + collation + "'"),
                (long) length,
                octets,
                null,
                null,
                collation);
    }

    /** VARCHAR as declared without a length: 16,777,216 characters. */
    public static ColumnType text() {
        return text(16_777_216);
    }

    /** BINARY(length). */
    public static ColumnType binary(int length) {
        return new ColumnType(
                "BINARY",
                ",\"length\":" + length + ",\"byteLength\":" + length,
                ",\"fixed\":true",
                "BINARY",
                "BINARY(" + length + ")",
                (long) length,
                (long) length,
                null,
                null,
                null);
    }

    /** FLOAT, which is also what DOUBLE and REAL become. */
    public static ColumnType real() {
        return plain("REAL", "FLOAT");
    }

    /** DECFLOAT. */
    public static ColumnType decfloat() {
        return plain("DECFLOAT", "DECFLOAT");
    }

    /** BOOLEAN. */
    public static ColumnType bool() {
        return plain("BOOLEAN", "BOOLEAN");
    }

    /** DATE. */
    public static ColumnType date() {
        return plain("DATE", "DATE");
    }

    /** TIME(precision); the descriptor says the precision as scale. */
    public static ColumnType time(int precision) {
        return moment("TIME", precision);
    }

    /** TIMESTAMP_NTZ(precision): without time zone. */
    public static ColumnType timestampNtz(int precision) {
        return moment("TIMESTAMP_NTZ", precision);
    }

    /** TIMESTAMP_LTZ(precision): in the session's time zone. */
    public static ColumnType timestampLtz(int precision) {
        return moment("TIMESTAMP_LTZ", precision);
    }

    /** TIMESTAMP_TZ(precision): with its own offset. */
    public static ColumnType timestampTz(int precision) {
        return moment("TIMESTAMP_TZ", precision);
    }

    private static ColumnType moment(String name, int precision) {
        return new ColumnType(
                name,
                ",\"precision\":0,\"scale\":" + precision,
                "",
                name,
                name + "(" + precision + ")",
                null,
                null,
                null,
                null,
                null);
    }

    /** VARIANT. */
    public static ColumnType variant() {
        return plain("VARIANT", "VARIANT");
    }

    /** OBJECT without declared fields. */
    public static ColumnType object() {
        return plain("OBJECT", "OBJECT");
    }

    /** ARRAY without a declared element type. */
    public static ColumnType array() {
        return plain("ARRAY", "ARRAY");
    }

    /** A structured OBJECT. */
    public static ColumnType object(List<Field> fields) {
        String members = fields.stream()
                .map(field -> "{\"fieldName\":" + quoted(field.name()) + ",\"fieldType\":"
                        + field.type().descriptor(field.nullable()) + "}")
                .collect(Collectors.joining(","));
        String ddl = fields.stream()
                .map(field -> field.name() + " " + field.type().ddl() + (field.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        return nested("OBJECT", ",\"fields\":[" + members + "]", "OBJECT(" + ddl + ")");
    }

    /** A structured ARRAY. */
    public static ColumnType array(ColumnType element) {
        return nested("ARRAY", ",\"elementType\":" + element.descriptor(true), "ARRAY(" + element.ddl() + ")");
    }

    /** MAP; its keys are never null. */
    public static ColumnType map(ColumnType key, ColumnType value) {
        return nested(
                "MAP",
                ",\"keyType\":" + key.descriptor(false) + ",\"valueType\":" + value.descriptor(true),
                "MAP(" + key.ddl() + ", " + value.ddl() + ")");
    }

    /** VECTOR of FLOAT or INT; the descriptor says REAL or FIXED. */
    public static ColumnType vector(boolean ofFloat, int dimension) {
        ColumnType element = ofFloat ? real() : number(38, 0);
        return nested(
                "VECTOR",
                ",\"vectorElementType\":" + element.descriptor(false) + ",\"dimension\":" + dimension,
                "VECTOR(" + (ofFloat ? "FLOAT" : "INT") + ", " + dimension + ")");
    }

    /** GEOGRAPHY. */
    public static ColumnType geography() {
        return new ColumnType(
                "GEOGRAPHY", ",\"outputType\":\"OBJECT\"", "", "GEOGRAPHY", "GEOGRAPHY", null, null, null, null, null);
    }

    /** GEOMETRY. */
    public static ColumnType geometry() {
        return new ColumnType(
                "GEOMETRY", ",\"outputType\":\"OBJECT\"", "", "GEOMETRY", "GEOMETRY", null, null, null, null, null);
    }

    /** A type that came after this was written, to see what a reader does with an unknown one. */
    public static ColumnType unknown(String name) {
        return plain(name, name);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
