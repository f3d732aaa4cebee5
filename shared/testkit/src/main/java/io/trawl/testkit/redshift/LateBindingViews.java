package io.trawl.testkit.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a late-binding view reads is looked for when the view is: a statement that names it fails if that is missing, and waits
 * if somebody has locked it, also when it is only described. Source: r_CREATE_VIEW, "Late-binding views".
 */
final class LateBindingViews {

    private static final Pattern WHOLE_VIEW =
            Pattern.compile("(?is)\\s*SELECT \\* FROM (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\")[;\\s]*");

    private static final String READS = """
            SELECT l.reads_schema, l.reads_name, e.esoid IS NOT NULL AS external, e.broken_state, e.broken_message,
                   quote_ident(l.reads_schema) || '.' || quote_ident(l.reads_name) AS quoted,
                   EXISTS (SELECT FROM redshift_setup.external_table t
                           WHERE t.schemaname = l.reads_schema AND t.tablename = l.reads_name) AS present
            FROM redshift_setup.late_binding_view l
            JOIN pg_catalog.pg_class c ON c.oid = l.viewoid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_namespace r ON r.nspname = l.reads_schema
            LEFT JOIN redshift_setup.external_schema e ON e.esoid = r.oid
            WHERE n.nspname = ? AND c.relname = ? AND l.reads_name IS NOT NULL
            """;

    private LateBindingViews() {}

    /** Opens a connection past the front, to the session's database. */
    @FunctionalInterface
    interface Setup {
        Connection connect() throws SQLException;
    }

    /** The refusal of a statement. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final transient Refusal refusal;

        Refused(String sqlState, String message) {
            super(message, null, false, false);
            refusal = new Refusal(sqlState, message);
        }
    }

    /**
     * The statement with what the view reads beside the view, if it names a late-binding view and no more.
     *
     * @param readOnly whether the local catalog may not be written to
     * @throws Refused what Redshift would say where PostgreSQL does not
     */
    static String expand(String sql, boolean readOnly, Setup setup) throws Refused {
        Matcher view = WHOLE_VIEW.matcher(sql);
        if (!view.matches()) {
            return sql;
        }
        try (Connection connection = setup.connect();
                PreparedStatement statement = connection.prepareStatement(READS)) {
            statement.setString(1, raw(view.group(1)));
            statement.setString(2, raw(view.group(2)));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return sql;
                }
                if (row.getBoolean("external")) {
                    checkExternal(row, readOnly);
                    return sql;
                }
                return "SELECT v.* FROM " + view.group(1) + "." + view.group(2) + " v LEFT JOIN "
                        + row.getString("quoted") + " ON false";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts are those of awslabs/mcp issues 1966 and 3342; their states are guesses. */
    private static void checkExternal(ResultSet row, boolean readOnly) throws SQLException, Refused {
        if (row.getString("broken_message") != null) {
            throw new Refused(row.getString("broken_state"), row.getString("broken_message"));
        }
        String table = row.getString("reads_schema") + "." + row.getString("reads_name");
        if (!row.getBoolean("present")) {
            throw new Refused("42P01", "relation \"" + table + "\" does not exist");
        }
        if (readOnly) {
            throw new Refused(
                    "XX000",
                    "Failed to incorporate external table \"" + table.replace(".", "\".\"")
                            + "\" into local catalog. Error=transaction is read-only");
        }
    }

    private static String raw(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
    }
}
