package io.trawl.environment;

import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a ledger's tables, past the ledger. Used by one thread. */
public final class LedgerView implements AutoCloseable {

    private static final String PID = "substring(s.worker FROM '[0-9]+$')::bigint";

    private final EmbeddedDatabase server;
    private final String database;
    private Connection connection;

    public LedgerView(EmbeddedDatabase server, String database) {
        this.server = server;
        this.database = database;
    }

    /** The values of a query's first column. */
    public List<String> list(String sql, Object... values) {
        try {
            if (connection == null) {
                connection = server.connect(database);
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    Object value = values[i];
                    statement.setObject(
                            i + 1, value instanceof Object[] array ? connection.createArrayOf("text", array) : value);
                }
                List<String> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                return found;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** A query's only value; empty if there is none. */
    public String text(String sql, Object... values) {
        List<String> found = list(sql, values);
        return found.isEmpty() || found.get(0) == null ? "" : found.get(0);
    }

    /** A query's only value; 0 if there is none. */
    public long number(String sql, Object... values) {
        String found = text(sql, values);
        return found.isEmpty() ? 0 : Long.parseLong(found);
    }

    /** Changes the ledger, past the ledger. */
    public void execute(String sql) {
        server.execute(database, sql);
    }

    /** The phase of the only run; empty if there is none yet. */
    public String phase() {
        return text("SELECT phase FROM trawl.run");
    }

    /** The process that leads; empty if none does at this moment. */
    public OptionalLong leader() {
        String pid = text("SELECT " + PID + " FROM trawl.run r JOIN trawl.run_session s ON s.key = r.leader"
                + " WHERE r.state = 'RUNNING' AND r.leader_until > clock_timestamp()");
        return pid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid));
    }

    /** Every process that has ever taken part. */
    public Set<Long> members() {
        return list("SELECT " + PID + " FROM trawl.run_session s").stream()
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    /** Makes processes wait that do a certain thing to the ledger. */
    public HoldPoint hold(String event, String table, long passing) throws SQLException {
        return new HoldPoint(server, database, event, table, passing);
    }

    /** Keeps everybody from a table until it is closed. */
    public TableLock lock(String table) throws SQLException {
        Connection locking = server.connect(database);
        locking.setAutoCommit(false);
        locking.createStatement().execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        return new TableLock(this, locking, table);
    }

    /** A table of the ledger that is locked. */
    public record TableLock(LedgerView ledger, Connection connection, String table) implements AutoCloseable {

        /** Whether a process waits for the table. */
        public boolean isWaitedFor() {
            return ledger.number("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = ?::regclass", table)
                    > 0;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
