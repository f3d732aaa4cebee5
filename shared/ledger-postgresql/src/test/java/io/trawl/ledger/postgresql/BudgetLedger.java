package io.trawl.ledger.postgresql;

import io.trawl.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A ledger's database that has only the tables of budgets. */
final class BudgetLedger {

    static final String APPLICATION = "ledger";

    private final EmbeddedDatabase server;

    BudgetLedger(EmbeddedDatabase server) {
        this.server = server;
        server.execute(EmbeddedDatabase.DATABASE, "CREATE SCHEMA trawl");
        server.execute(EmbeddedDatabase.DATABASE, migration("V2__connection_budget"));
        server.execute(EmbeddedDatabase.DATABASE, migration("V5__least_connection_budget"));
    }

    private static String migration(String name) {
        try (InputStream in = BudgetLedger.class.getResourceAsStream("/db/trawl/" + name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all budgets. */
    void clear() {
        server.execute(
                EmbeddedDatabase.DATABASE,
                "TRUNCATE trawl.connection_budget, trawl.connection_lease, trawl.connection_member");
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + server.hostPort() + "/" + EmbeddedDatabase.DATABASE);
        source.setUser(EmbeddedDatabase.USERNAME);
        source.setApplicationName(APPLICATION);
        return source;
    }

    SharedConnectionBudget budget(int size, Duration lease) {
        return budget(dataSource(), size, lease);
    }

    static SharedConnectionBudget budget(DataSource source, int size, Duration lease) {
        return new SharedConnectionBudget(source, UUID.randomUUID().toString(), "db.example:5432", size, lease);
    }

    /** The first column of the only row. */
    <T> T ask(String query, Class<T> type) {
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getObject(1, type);
        } catch (SQLException e) {
            throw new IllegalStateException(query + ": " + e.getMessage(), e);
        }
    }

    long leases() {
        return ask("SELECT count(*) FROM trawl.connection_lease WHERE until > clock_timestamp()", Long.class);
    }

    /** The way to a ledger, which can be blocked: then nobody is answered, not even with an error. */
    static final class Gate implements DataSource {
        private final DataSource behind;
        private final CountDownLatch never = new CountDownLatch(1);
        private volatile boolean shut;

        Gate(DataSource behind) {
            this.behind = behind;
        }

        void shut() {
            shut = true;
        }

        /** Lets those go who wait; it stays shut. */
        void release() {
            never.countDown();
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (shut) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("the gate is shut", "08006");
            }
            return behind.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return behind.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            behind.setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            behind.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return behind.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return behind.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return behind.isWrapperFor(type);
        }
    }
}
