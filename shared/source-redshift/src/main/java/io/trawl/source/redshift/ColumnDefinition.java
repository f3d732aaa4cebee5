package io.trawl.source.redshift;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What CREATE TABLE says of a column beyond its type.
 *
 * @param name as SQL writes it
 * @param encoding of its blocks, {@code none} for none; may be null
 * @param defaultValue an expression, or null
 */
record ColumnDefinition(String name, String encoding, String defaultValue) {

    /** A row of column-definitions.sql. */
    static ColumnDefinition of(ResultSet row) throws SQLException {
        String encoding = row.getString("encoding");
        return new ColumnDefinition(
                row.getString("quoted_name"),
                encoding == null ? null : encoding.strip(),
                row.getString("default_value"));
    }
}
