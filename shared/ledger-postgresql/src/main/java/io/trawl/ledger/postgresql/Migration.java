package io.trawl.ledger.postgresql;

import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Creates and migrates the schema. Flyway is asked only if something is to be done, since that alone takes a while. */
final class Migration {

    /** The newest migration. */
    static final int VERSION = 6;

    static final String SCHEMA = "trawl";
    static final String LOCATION = "db/trawl";

    private static final Sql INSTALLED = Sql.load("schema-version");

    /** No such table, no such schema. */
    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    /** Any number; processes that start at the same time wait for each other. */
    private static final long LOCK = 0x747261776cL;

    /** Held, since a logger nobody holds may be collected and come back with its old level. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final Address address;

    Migration(Address address) {
        this.address = address;
    }

    /**
     * Brings the schema to the newest version.
     *
     * @throws TrawlException if the database cannot be reached, refuses, or holds a schema that is newer than this
     */
    void run() {
        try (Connection connection = connect()) {
            if (!isCurrent(connection)) {
                migrate(connection);
            }
        } catch (SQLException e) {
            throw Failures.exception(address, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address.url(), properties());
    }

    /** A migration may take its time. */
    private Properties properties() {
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
        try (Query query = INSTALLED.on(connection)) {
            Optional<Integer> version = query.first(row -> row.getInt("version"));
            return version.orElse(0);
        } catch (SQLException e) {
            if (MISSING.contains(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private void migrate(Connection connection) throws SQLException {
        FLYWAY_LOG.setLevel(Level.WARNING);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")"); // until the connection is closed
            if (isCurrent(connection)) {
                return;
            }
            Flyway.configure(Migration.class.getClassLoader())
                    .dataSource(dataSource())
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .locations("classpath:" + LOCATION)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw refused(e);
        }
    }

    private PGSimpleDataSource dataSource() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        Properties properties = properties();
        for (String name : properties.stringPropertyNames()) {
            source.setProperty(name, properties.getProperty(name));
        }
        return source;
    }

    private TrawlException refused(FlywayException failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql) {
                return "42501".equals(sql.getSQLState())
                        ? new TrawlException(
                                FailureKind.PERMISSION,
                                address + ": the schema '" + SCHEMA + "' cannot be created or migrated: "
                                        + Failures.detail(address, sql)
                                        + "; grant the user CREATE on the database, or make it the schema's owner",
                                failure)
                        : Failures.exception(address, sql);
            }
        }
        return new TrawlException(
                FailureKind.BUG,
                address + ": the schema '" + SCHEMA + "' could not be migrated: "
                        + Failures.oneLine(failure.getMessage()),
                failure);
    }
}
