package io.trawl.source.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a table's DDL is made of, as definitions.sql prints it.
 *
 * @param create CREATE TABLE, up to the clauses about storage; null if it cannot be printed
 * @param alterations ALTER TABLE statements for what CREATE TABLE cannot say; null for none
 * @param dropped whether the table was dropped since the snapshot
 */
record Definition(String create, String alterations, boolean dropped) {

    /** A row of definitions.sql. */
    static Definition of(ResultSet row) throws SQLException {
        return new Definition(row.getString("definition"), row.getString("alterations"), row.getBoolean("dropped"));
    }

    /**
     * The statements.
     *
     * @param storage the clauses that are left
     */
    String text(String storage) {
        return create + storage + ";" + (alterations == null ? "" : "\n" + alterations);
    }
}
