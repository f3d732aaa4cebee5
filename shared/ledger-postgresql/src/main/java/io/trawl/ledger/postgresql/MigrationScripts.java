package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs the scripts that create and migrate the schema, with Flyway, which is loaded only for that. */
final class MigrationScripts {

    static final String LOCATION = "db/trawl";

    /** Kept here, since a logger without a reference may be collected and lose its level. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private static final String NOT_PERMITTED = "42501";

    private final LedgerAddress address;

    MigrationScripts(LedgerAddress address) {
        this.address = address;
    }

    /**
     * Runs the scripts that have not been run yet.
     *
     * @param properties of connections
     * @throws TrawlException if it is not permitted or not possible
     * @throws SQLException any other failure of a statement or connection
     */
    void apply(Properties properties) throws SQLException {
        FLYWAY_LOG.setLevel(Level.WARNING);
        try {
            Flyway.configure(MigrationScripts.class.getClassLoader())
                    .dataSource(dataSource(properties))
                    .schemas(Migration.SCHEMA)
                    .defaultSchema(Migration.SCHEMA)
                    .locations("classpath:" + LOCATION)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw refused(e);
        }
    }

    private PGSimpleDataSource dataSource(Properties properties) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        for (String name : properties.stringPropertyNames()) {
            source.setProperty(name, properties.getProperty(name));
        }
        return source;
    }

    private TrawlException refused(FlywayException failure) throws SQLException {
        SQLException sql = DatabaseFailures.cause(failure, SQLException.class);
        if (sql == null) {
            return new TrawlException(
                    FailureKind.BUG,
                    address + ": the schema '" + Migration.SCHEMA + "' could not be migrated: "
                            + DatabaseFailures.oneLine(failure.getMessage()),
                    failure);
        }
        if (!NOT_PERMITTED.equals(sql.getSQLState())) {
            throw sql;
        }
        return new TrawlException(
                FailureKind.PERMISSION,
                address + ": the schema '" + Migration.SCHEMA + "' cannot be created or migrated: "
                        + DatabaseFailures.detail(address, sql)
                        + "; grant the user CREATE on the database, or make it the schema's owner",
                failure);
    }
}
