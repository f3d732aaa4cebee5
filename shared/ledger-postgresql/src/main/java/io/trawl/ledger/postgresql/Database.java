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
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The ledger's database: a small pool whose work is repeated after failures that pass. It is repeated also if the answer to
 * a COMMIT was lost, so every piece of work must be safe to repeat.
 */
final class Database implements AutoCloseable {

    private static final Sql SNAPSHOT = Sql.load("snapshot");

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

    /** Ends a transaction; it does nothing after a commit. */
    private interface Rollback extends AutoCloseable {
        @Override
        void close() throws SQLException;
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
            switch (name) {
                case "user" -> factory.principal(new NamePrincipal(value));
                case "password" -> factory.credential(new SimplePassword(value));
                default -> factory.jdbcProperty(name, value);
            }
        }
    }

    private static ExceptionSorter sorter() {
        PostgreSQLExceptionSorter known = new PostgreSQLExceptionSorter();
        return failure -> known.isFatal(failure) || DatabaseFailures.connectionLost(failure);
    }

    /** A connection from the pool, which commits each statement. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Statements that each commit by themselves. */
    <T> T statements(Work<T> work) {
        return repeat(patience, work);
    }

    /** One transaction; every statement in it sees what was committed before it began. */
    <T> T transaction(Work<T> work) {
        return transaction(patience, work);
    }

    /** One transaction, tried for no longer than this. */
    <T> T transaction(Duration atMost, Work<T> work) {
        return repeat(
                atMost.compareTo(patience) < 0 ? atMost : patience,
                (connection, attempt) -> inTransaction(connection, attempt, work));
    }

    /** Reads that agree with each other, and may go through a whole run. */
    <T> T snapshot(Work<T> work) {
        return transaction((connection, attempt) -> {
            SNAPSHOT.query().update(connection);
            return work.with(connection, attempt);
        });
    }

    /**
     * One attempt at statements that each commit by themselves.
     *
     * @param silence how long each answer may take; this detects a half-open connection
     */
    <T> T once(Duration silence, Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return answeredWithin(silence, connection, work);
        } catch (SQLException e) {
            flushIfLost(e);
            throw e;
        }
    }

    /**
     * Works with a connection.
     *
     * @param silence how long each answer may take; this detects a half-open connection
     */
    static <T> T answeredWithin(Duration silence, Connection connection, Work<T> work) throws SQLException {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silence.toMillis()));
        try {
            return work.with(connection, 1);
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, usual);
            }
        }
    }

    private <T> T repeat(Duration atMost, Work<T> work) {
        Retry retry = new Retry(address, atMost, () -> closed, DatabaseFailures::passes);
        return retry.run(
                attempt -> {
                    try (Connection connection = pool.getConnection()) {
                        return work.with(connection, attempt);
                    }
                },
                (failure, waited) -> flushIfLost(failure));
    }

    /** The other connections are probably broken too. */
    private void flushIfLost(SQLException failure) {
        if (DatabaseFailures.connectionLost(failure)) {
            pool.flush(FlushMode.IDLE);
        }
    }

    @SuppressWarnings("try") // which does not name its resource
    private static <T> T inTransaction(Connection connection, int attempt, Work<T> work) throws SQLException {
        connection.setAutoCommit(false); // until the pool has it back
        try (Rollback unlessCommitted = connection::rollback) {
            T answer = work.with(connection, attempt);
            connection.commit();
            return answer;
        }
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
    }
}
