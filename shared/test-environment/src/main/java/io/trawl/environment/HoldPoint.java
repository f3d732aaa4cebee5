package io.trawl.environment;

import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** Makes who does a certain thing to the ledger wait in the middle of it, in its transaction, until this is closed. */
public final class HoldPoint implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong(1);

    private final long number = NUMBERS.getAndIncrement();
    private final Connection connection;
    private final String table;

    /**
     * @param event for example {@code INSERT}
     * @param table for example {@code trawl.entity}
     * @param passing how often it may happen before somebody has to wait
     */
    HoldPoint(EmbeddedDatabase server, String database, String event, String table, long passing) throws SQLException {
        this.connection = server.connect(database);
        this.table = table;
        execute("SELECT pg_advisory_lock(%d)", number);
        execute("CREATE SEQUENCE hold_%d", number);
        execute("""
                CREATE FUNCTION hold_%1$d() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  IF nextval('public.hold_%1$d') > %2$d THEN PERFORM pg_advisory_xact_lock_shared(%1$d); END IF;
                  RETURN NULL;
                END $$\
                """, number, passing);
        execute(
                "CREATE TRIGGER hold_%d AFTER %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION hold_%1$d()",
                number, event, table);
    }

    private void execute(String sql, Object... arguments) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(arguments));
        }
    }

    /** Whether somebody waits here. */
    public boolean holds() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = " + number)) {
            return row.next();
        }
    }

    /** Ends what waits here without effect. */
    public void dismiss() throws SQLException {
        execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks"
                        + " WHERE locktype = 'advisory' AND NOT granted AND objid = %d",
                number);
    }

    /** Lets who waits here go on, if it still can, and everybody after it. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            execute("SELECT pg_advisory_unlock(%d)", number);
            execute("DROP TRIGGER hold_%d ON %s", number, table);
        }
    }
}
