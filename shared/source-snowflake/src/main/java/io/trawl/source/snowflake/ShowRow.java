package io.trawl.source.snowflake;

import io.trawl.api.util.Blank;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads columns of SHOW, which differ by edition and release of Snowflake. */
final class ShowRow {

    private ShowRow() {}

    /** The text of a column; null if there is no such column, or nothing in it. */
    static @Nullable String text(ResultSet row, String column) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        for (int each = 1; each <= columns.getColumnCount(); each++) {
            if (columns.getColumnName(each).equalsIgnoreCase(column)) {
                return Blank.toNull(row.getString(each));
            }
        }
        return null;
    }

    /** Whether a column says yes: Y, or true. */
    static boolean isTrue(ResultSet row, String column) throws SQLException {
        String value = text(row, column);
        return value != null && (value.equalsIgnoreCase("Y") || value.equalsIgnoreCase("true"));
    }
}
