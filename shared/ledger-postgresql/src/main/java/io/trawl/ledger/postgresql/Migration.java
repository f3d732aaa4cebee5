package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Creates and migrates the schema. Its version is read first, since loading Flyway takes time. */
final class Migration {

    /** The newest migration. */
    static final int VERSION = 9;

    static final String SCHEMA = "trawl";

    private static final Sql INSTALLED = Sql.load("schema-version");
    private static final Sql TRY_LOCK = Sql.load("migration-lock");

    /** No such table, no such schema. */
    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    /** The key of the advisory lock: of processes that start at the same time, one migrates. */
    private static final long LOCK = 0x747261776cL;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** How long another process may take to migrate. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A shorter wait is not reported. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final LedgerAddress address;

    Migration(LedgerAddress address) {
        this.address = address;
    }

    /**
     * Brings the schema to the newest version.
     *
     * @param retry how the first connection to the database is repeated; this waits for another process that migrates in any
     *     case
     * @throws TrawlException if the database cannot be reached, refuses, or holds a schema that is newer than this
     */
    void run(ConnectRetry retry) {
        AtomicBoolean said = new AtomicBoolean();
        boolean patient = !retry.atMost().isZero();
        Duration atMost = patient ? retry.atMost() : PATIENCE;
        Predicate<SQLException> passes = failure -> LOCK_NOT_AVAILABLE.equals(failure.getSQLState())
                || patient
                        && DatabaseFailures.passesAtStart(failure)
                        && (retry.unanswered() || DatabaseFailures.isAnswer(failure));
        new Retry(address, atMost, retry.stopped(), passes).run(number -> migrateIfNeeded(), (failure, waited) -> {
            if (waited.compareTo(MOMENT) > 0 && said.compareAndSet(false, true)) {
                retry.waiting()
                        .accept("waiting up to " + Texts.seconds(atMost) + " for the " + address + ": "
                                + DatabaseFailures.detail(address, failure));
            }
        });
    }

    /** Whether it was needed. */
    private boolean migrateIfNeeded() throws SQLException {
        // Not through DriverManager, which would load the drivers of every source that is built in.
        try (Connection connection = new Driver().connect(address.url(), address.properties())) {
            if (isCurrent(connection)) {
                return false;
            }
            lock(connection);
            if (!isCurrent(connection)) {
                new MigrationScripts(address).apply(unhurried());
            }
            return true;
        }
    }

    /** Without a timeout, since a migration may take long. */
    private Properties unhurried() {
        Properties properties = new Properties();
        properties.putAll(address.properties());
        PGProperty.SOCKET_TIMEOUT.set(properties, 0);
        PGProperty.OPTIONS.set(properties, "-c client_min_messages=error");
        return properties;
    }

    private boolean isCurrent(Connection connection) throws SQLException {
        int installed = installed(connection);
        if (installed > VERSION) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    address + ": its schema '" + SCHEMA + "' has version " + installed + ", newer than the " + VERSION
                            + " of this Trawl; use a Trawl that is at least as new as the one that wrote it");
        }
        return installed == VERSION;
    }

    private static int installed(Connection connection) throws SQLException {
        try {
            return INSTALLED
                    .query()
                    .first(connection, row -> row.getInt("version"))
                    .orElse(0);
        } catch (SQLException e) {
            if (MISSING.contains(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /** Locks until the connection is closed. Does not wait, since the process that has the lock may need this connection. */
    private static void lock(Connection connection) throws SQLException {
        boolean locked = TRY_LOCK.query("key", LOCK)
                .first(connection, row -> row.getBoolean("locked"))
                .orElseThrow();
        if (!locked) {
            throw new SQLException("another process is migrating its schema", LOCK_NOT_AVAILABLE);
        }
    }
}
