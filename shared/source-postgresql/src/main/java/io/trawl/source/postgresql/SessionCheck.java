package io.trawl.source.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.Messages;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Looks at what a session is, as a transaction on it has found, so that a catalog is never silently another one because of
 * something between Trawl and PostgreSQL.
 *
 * @param messages about the server
 */
record SessionCheck(Messages messages) {

    /**
     * Checks a session, and gets along with a pooler: statements that are prepared on the server would be left behind in a
     * session that then serves others, or be missing in the next one.
     *
     * @param set the settings of the transaction, as the statement that set them has answered
     * @param row what session-in-effect.sql found in the next statement
     * @throws TrawlException if the transaction is not read-only, not on one snapshot, or does not have its settings
     */
    void of(Connection connection, Map<String, String> set, ResultSet row) throws SQLException {
        row.next();
        List<String> wrong = new ArrayList<>();
        compare("transaction_read_only", "on", row.getString("read_only"), wrong);
        compare("transaction_isolation", "repeatable read", row.getString("isolation"), wrong);
        List<String> found = Results.names(row, "settings");
        int i = 0;
        for (Map.Entry<String, String> setting : set.entrySet()) {
            compare(setting.getKey(), setting.getValue(), found.get(i++), wrong);
        }
        if (!wrong.isEmpty()) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    messages.about(
                            connection.getCatalog(),
                            "the session is not as it was set up: " + String.join(", ", wrong)
                                    + "; what lies between Trawl and PostgreSQL must keep a transaction in one session:"
                                    + " use session or transaction pooling, or connect to the server itself"));
        }
        if (isBehindPooler(connection, row.getInt("pid"))) {
            connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        }
    }

    private static void compare(String name, String wanted, String found, List<String> wrong) {
        if (!wanted.equals(found)) {
            wrong.add(name + " is '" + found + "' and not '" + wanted + "'");
        }
    }

    /**
     * Whether something that has logged in for us is between us and the server.
     *
     * @param pid of the server's process; at login a pooler sends a number of its own
     */
    static boolean isBehindPooler(Connection connection, int pid) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID() != pid;
    }
}
