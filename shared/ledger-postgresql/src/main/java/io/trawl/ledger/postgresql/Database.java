package io.trawl.ledger.postgresql;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The ledger's database: a small pool whose work is repeated after failures that pass. It is repeated also if the answer to
 * a COMMIT was lost, so every piece of work must be safe to repeat.
 */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    /** Idle connections are closed soon, since many processes may share one server. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final LedgerAddress address;
    private final Duration patience;
    private final AgroalDataSource pool;
    private volatile boolean closed;

    /**
     * Work with a connection.
     *
     * @param <T> the type of its result
     */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Does the work.
         *
         * @param attempt from 1; from 2 on, an earlier attempt may have succeeded and its answer was lost
         */
        T with(Connection connection, int attempt) throws SQLException;
    }

    private enum Mode {
        STATEMENTS,
        TRANSACTION,
        SNAPSHOT
    }

    /**
     * @param patience how long an interruption may last
     */
    Database(LedgerAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.pool = pool(address);
    }

    private static AgroalDataSource pool(LedgerAddress address) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .reapTimeout(IDLE)
                        // Else each thread would keep to a connection of its own, and none would ever be idle.
                        .connectionCache(ConnectionCache.none())
                        .idleValidationTimeout(Duration.ofSeconds(10))
                        .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(5))
                        .exceptionSorter(sorter())
                        .connectionFactoryConfiguration(factory -> {
                            configure(factory, address.properties());
                            return factory.connectionProviderClass(Driver.class).jdbcUrl(address.url());
                        }));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw DatabaseFailures.exception(address, e);
        }
    }

    /** The pool has setters of its own for the login. */
    private static void configure(AgroalConnectionFactoryConfigurationSupplier factory, Properties properties) {
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (name.equals(PGProperty.USER.getName())) {
                factory.principal(new NamePrincipal(value));
            } else if (name.equals(PGProperty.PASSWORD.getName())) {
                factory.credential(new SimplePassword(value));
            } else {
                factory.jdbcProperty(name, value);
            }
        }
    }

    private static ExceptionSorter sorter() {
        PostgreSQLExceptionSorter known = new PostgreSQLExceptionSorter();
        return failure -> known.isFatal(failure) || DatabaseFailures.connectionLost(failure);
    }

    /** The pool. */
    DataSource dataSource() {
        return pool;
    }

    /** Statements that each commit by themselves. */
    <T> T statements(Work<T> work) {
        return repeat(Mode.STATEMENTS, patience, work);
    }

    /** One transaction; every statement in it sees what was committed before it began. */
    <T> T transaction(Work<T> work) {
        return repeat(Mode.TRANSACTION, patience, work);
    }

    /** One transaction, tried for no longer than this. */
    <T> T transaction(Duration atMost, Work<T> work) {
        return repeat(Mode.TRANSACTION, atMost.compareTo(patience) < 0 ? atMost : patience, work);
    }

    /** Reads that agree with each other, and may go through a whole run. */
    <T> T snapshot(Work<T> work) {
        return repeat(Mode.SNAPSHOT, patience, work);
    }

    /**
     * One attempt at statements that each commit by themselves.
     *
     * @param silence how long each answer may take; this detects a half-open connection
     */
    <T> T once(Duration silence, Work<T> work) throws SQLException {
        try {
            return attempt(
                    Mode.STATEMENTS,
                    (connection, attempt) -> {
                        int usual = connection.getNetworkTimeout();
                        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silence.toMillis()));
                        T answer = work.with(connection, attempt);
                        connection.setNetworkTimeout(Runnable::run, usual);
                        return answer;
                    },
                    1);
        } catch (SQLException e) {
            if (DatabaseFailures.connectionLost(e)) {
                pool.flush(FlushMode.IDLE);
            }
            throw e;
        }
    }

    private <T> T repeat(Mode mode, Duration atMost, Work<T> work) {
        return new Retry(address, atMost, () -> closed, DatabaseFailures::passes)
                .run(number -> attempt(mode, work, number), (failure, waited) -> {
                    if (DatabaseFailures.connectionLost(failure)) {
                        pool.flush(FlushMode.IDLE); // the others are probably broken too
                    }
                });
    }

    private <T> T attempt(Mode mode, Work<T> work, int attempt) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (mode == Mode.STATEMENTS) {
                return work.with(connection, attempt);
            }
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                if (mode == Mode.SNAPSHOT) {
                    prepareSnapshot(connection);
                }
                T answer = work.with(connection, attempt);
                connection.commit();
                done = true;
                return answer;
            } finally {
                if (!done) {
                    rollback(connection);
                }
                restore(connection);
            }
        }
    }

    private static void prepareSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_hashjoin = on;"
                            + " SET LOCAL enable_mergejoin = on; SET LOCAL enable_material = on;"
                            + " SET LOCAL enable_bitmapscan = on; SET LOCAL enable_sort = on");
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // the exception under way says more, and the server rolls back by itself
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // the pool drops it
        }
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
    }
}
