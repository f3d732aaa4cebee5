package io.trawl.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a server answers to a query, as text. */
public final class Query {

    private Query() {}

    /** Rows, their columns joined by a bar. */
    public static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", columns));
            }
            return found;
        }
    }

    /** The only row. */
    public static String value(Connection connection, String sql) throws SQLException {
        List<String> rows = rows(connection, sql);
        if (rows.size() != 1) {
            throw new IllegalStateException(sql + ": " + rows.size() + " rows");
        }
        return rows.get(0);
    }

    /** The only row, from a database of an embedded server. */
    public static String value(EmbeddedDatabase server, String database, String sql) {
        try (Connection connection = server.connect(database)) {
            return value(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("in " + database + ": " + e.getMessage(), e);
        }
    }
}
