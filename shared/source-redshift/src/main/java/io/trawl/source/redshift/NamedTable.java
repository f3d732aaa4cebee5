package io.trawl.source.redshift;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table or view that has no oid: an external one, or one of a datashare.
 *
 * @param description its comment, or null
 * @param location where its data lies, or null
 * @param columns in their order
 */
record NamedTable(String description, String location, List<NamedColumn> columns) {

    /** A row of external-tables.sql or shared-tables.sql, with no columns yet. */
    static NamedTable of(ResultSet row) throws SQLException {
        return new NamedTable(
                blankToNull(row.getString("remarks")), blankToNull(row.getString("location")), new ArrayList<>());
    }

    static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
