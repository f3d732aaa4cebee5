package io.trawl.source.redshift;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column of a relation, as pg_attribute has it.
 *
 * @param number attnum; dropped columns leave gaps
 * @param name raw
 * @param quotedName as SQL writes it
 * @param notNull whether it is declared NOT NULL
 * @param typeName pg_type's name; null if the type is missing
 * @param display format_type's text
 * @param distKey whether it is the distribution key
 * @param sortPosition place in the sort key, negative in part if that is interleaved; 0 for none
 * @param encoding of its blocks, {@code none} for none; may be null
 * @param defaultValue an expression, or null
 * @param description its comment, or null
 */
record Attribute(
        int number,
        String name,
        String quotedName,
        boolean notNull,
        String typeName,
        String display,
        boolean distKey,
        int sortPosition,
        String encoding,
        String defaultValue,
        String description) {

    /** A row of columns.sql. */
    static Attribute of(ResultSet row) throws SQLException {
        String encoding = row.getString("encoding");
        return new Attribute(
                row.getInt("attnum"),
                row.getString("attname"),
                row.getString("quoted_name"),
                row.getBoolean("attnotnull"),
                row.getString("typname"),
                row.getString("display"),
                row.getBoolean("attisdistkey"),
                row.getInt("attsortkeyord"),
                encoding == null ? null : encoding.strip(),
                row.getString("default_value"),
                row.getString("description"));
    }

    /**
     * Its type; by the name in pg_type if what is printed means nothing to this source.
     *
     * @throws IllegalStateException if the type is missing in the catalog
     */
    SourceType type() {
        if (typeName == null) {
            throw new IllegalStateException("column '" + name + "': its type is missing in pg_type");
        }
        SourceType printed = TypeParser.parse(display);
        if (!DataTypes.of(printed).equals(DataTypes.UNKNOWN)) {
            return printed;
        }
        return new SourceType(display, typeName, printed.arguments(), null, printed.fields());
    }
}
