package io.trawl.ledger.postgresql;

import io.trawl.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

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

    BudgetTable.Connections connections() {
        String url = TestServer.url(server.hostPort(), EmbeddedDatabase.DATABASE);
        return () -> DriverManager.getConnection(
                url + "?user=" + EmbeddedDatabase.USERNAME + "&ApplicationName=" + APPLICATION);
    }

    SharedConnectionBudget budget(int size, Duration lease) {
        return budget(connections(), size, lease);
    }

    static SharedConnectionBudget budget(BudgetTable.Connections ledger, int size, Duration lease) {
        return new SharedConnectionBudget(ledger, UUID.randomUUID().toString(), "db.example:5432", size, lease);
    }

    <T> T ask(String query, Class<T> type) {
        return TestServer.ask(server, query, type);
    }

    /** How many connections the budget allows now. */
    double allowed() {
        return ask("SELECT allowed FROM trawl.connection_budget", Double.class);
    }

    String sizeAndAllowed() {
        return ask("SELECT size || ' ' || allowed FROM trawl.connection_budget", String.class);
    }

    boolean wasHalved() {
        return ask("SELECT halved_at IS NOT NULL FROM trawl.connection_budget", Boolean.class);
    }

    OffsetDateTime now() {
        return ask("SELECT clock_timestamp()", OffsetDateTime.class);
    }

    /** Leases that have an owner, whether or not they have ended. */
    long owned() {
        return ask("SELECT count(*) FROM trawl.connection_lease WHERE owner IS NOT NULL", Long.class);
    }

    long leases() {
        return ask("SELECT count(*) FROM trawl.connection_lease WHERE until > clock_timestamp()", Long.class);
    }

    /** The way to a ledger, which can be blocked: then no call is answered, not even with an error. */
    static final class Gate implements BudgetTable.Connections {
        private final BudgetTable.Connections behind;
        private final CountDownLatch never = new CountDownLatch(1);
        private volatile boolean shut;

        Gate(BudgetTable.Connections behind) {
            this.behind = behind;
        }

        void shut() {
            shut = true;
        }

        /** Ends the calls that wait; it stays shut. */
        void release() {
            never.countDown();
        }

        @Override
        public Connection open() throws SQLException {
            if (shut) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("the gate is shut", "08006");
            }
            return behind.open();
        }
    }
}
