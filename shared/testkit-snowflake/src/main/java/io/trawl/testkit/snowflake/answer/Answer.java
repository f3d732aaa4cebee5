package io.trawl.testkit.snowflake.answer;

import java.util.List;

/**
 * The result of a statement.
 *
 * @param columns names and types
 * @param rows text, numbers, instants or null
 */
public record Answer(List<Column> columns, List<Object[]> rows) {

    /** A column's type on the wire (the driver's SnowflakeTypeUtil). */
    public enum Type {
        TEXT,
        FIXED,
        TIMESTAMP_LTZ
    }

    /** A column of a result. */
    public record Column(String name, Type type) {}

    static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    static Column number(String name) {
        return new Column(name, Type.FIXED);
    }

    static Column time(String name) {
        return new Column(name, Type.TIMESTAMP_LTZ);
    }

    /** What statements answer that only change the session. */
    public static Answer executed() {
        return new Answer(
                List.of(text("status")), List.<Object[]>of(new Object[] {"Statement executed successfully."}));
    }
}
