package io.trawl.source.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation or an attribute of a composite type, as pg_attribute has it.
 *
 * @param number attnum; dropped columns leave gaps
 * @param name raw
 * @param notNull whether it is declared NOT NULL; false for an attribute of a type
 * @param type oid of its type
 * @param modifier length, precision and scale in the type's own coding; -1 if there is none
 * @param display format_type's text
 * @param description its comment
 */
record Attribute(
        int number,
        String name,
        boolean notNull,
        long type,
        int modifier,
        String display,
        @Nullable String description) {

    static Attribute of(ResultSet row, boolean notNull) throws SQLException {
        return new Attribute(
                row.getInt("attnum"),
                row.getString("attname"),
                notNull,
                row.getLong("atttypid"),
                row.getInt("atttypmod"),
                row.getString("display"),
                row.getString("description"));
    }
}
