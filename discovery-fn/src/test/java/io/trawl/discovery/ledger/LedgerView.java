package io.trawl.discovery.ledger;

import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Looks at a ledger's tables, past the ledger. Used by one thread. */
final class LedgerView implements AutoCloseable {

    private static final String PID = "substring(s.worker FROM '[0-9]+$')::bigint";

    private final Connection connection;

    LedgerView(EmbeddedDatabase server, String database) {
        try {
            connection = server.connect(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The values of a query's first column. */
    List<String> list(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] instanceof Object[] array) {
                    Array sqlArray = connection.createArrayOf(array instanceof Long[] ? "bigint" : "text", array);
                    statement.setArray(i + 1, sqlArray);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A query's only value. */
    String text(String sql, Object... values) {
        List<String> found = list(sql, values);
        return found.isEmpty() ? "" : found.get(0);
    }

    long number(String sql, Object... values) {
        String found = text(sql, values);
        return found == null || found.isEmpty() ? 0 : Long.parseLong(found);
    }

    /** The phase of the only run; empty if there is none yet. */
    String phase() {
        return text("SELECT phase FROM trawl.run");
    }

    /** The process that leads; empty if none does at this moment. */
    OptionalLong leader() {
        String pid = text("SELECT " + PID + " FROM trawl.run r JOIN trawl.run_session s ON s.key = r.leader"
                + " WHERE r.state = 'RUNNING' AND r.leader_until > clock_timestamp()");
        return pid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid));
    }

    /** Every process that has ever taken part. */
    Set<Long> members() {
        Set<Long> pids = new HashSet<>();
        list("SELECT " + PID + " FROM trawl.run_session s").forEach(pid -> pids.add(Long.parseLong(pid)));
        return pids;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
