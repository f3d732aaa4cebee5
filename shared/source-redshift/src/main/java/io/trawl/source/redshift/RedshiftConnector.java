package io.trawl.source.redshift;

import com.amazon.redshift.Driver;
import io.trawl.api.model.FailureKind;
import io.trawl.aws.AwsConfig;
import io.trawl.aws.AwsFailures;
import io.trawl.aws.AwsIdentity;
import io.trawl.source.jdbc.HostPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Opens sessions with Amazon's driver: read-only, in the query group trawl, with a limit for each statement, and with
 * only the catalog in the search path, so that definitions name every schema.
 *
 * <p>A session for a database that was made from a datashare is one of the configured database, which sees what it holds: it
 * may refuse sessions of its own.
 */
final class RedshiftConnector {

    private final Driver driver = new Driver();
    private final String url;
    private final Properties properties;
    private final String home;
    private final DatabaseTypes types;
    private final List<String> settings;
    private final AwsIdentity role;

    /**
     * @param directory where relative paths of certificates start
     * @param types learns of databases when a session for one is asked for
     */
    RedshiftConnector(RedshiftConnection connection, Path directory, DatabaseTypes types) {
        HostPort server = connection.address();
        this.url = "jdbc:redshift:" + (connection.aws() == null ? "" : "iam:") + "//" + server + "/";
        this.properties = RedshiftProperties.of(connection, directory);
        this.home = connection.database();
        this.types = types;
        this.settings = settings(connection.statementTimeout());
        this.role = role(connection.aws(), server);
    }

    /**
     * Everything that decides what is read, so that ALTER USER SET cannot: which names a definition leaves unqualified, and
     * what case names keep.
     */
    private static List<String> settings(String statementTimeout) {
        return List.of(
                "SET statement_timeout TO " + statementTimeout,
                "SET search_path TO pg_catalog",
                "SET enable_case_sensitive_identifier TO true",
                "SET describe_field_name_in_uppercase TO off");
    }

    /** The role that AWS is asked as; null if there is none, since whose key it is the driver finds out itself. */
    private static @Nullable AwsIdentity role(AwsConfig aws, HostPort server) {
        return aws == null || aws.assumeRoleArn() == null
                ? null
                : new AwsIdentity(aws, aws.region(server.host()).orElseThrow(), Clock.systemUTC());
    }

    /** The JDBC URL of a database, without the properties. */
    String url(String database) {
        return url + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** A session that is ready for use. */
    Connection open(String database) throws SQLException {
        if (database.equals(home)) {
            return openReady(home);
        }
        if (!types.isKnown()) {
            try (Connection session = openReady(home)) {
                types.ask(session);
            }
        }
        return types.isShared(database) ? openReady(home) : openOwnOrHome(database);
    }

    /** A database that refuses its sessions may be one of a data catalog, of which the cluster does not say that it is shared. */
    private Connection openOwnOrHome(String database) throws SQLException {
        try {
            return openReady(database);
        } catch (SQLException refusal) {
            FailureKind kind = RedshiftFailures.INSTANCE.classify(refusal);
            if (kind != FailureKind.BUG && kind != FailureKind.INVALID) {
                throw refusal;
            }
            Connection session = openReady(home);
            if (types.showsSchemas(session, database)) {
                return session;
            }
            session.close();
            throw refusal;
        }
    }

    private Connection openReady(String database) throws SQLException {
        Connection connection = connect(database);
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties own = role == null
                ? properties
                : RedshiftProperties.with((AwsSessionCredentials) role.credentials(), properties);
        try {
            return driver.connect(url(database), own);
        } catch (SQLException e) {
            throw AwsFailures.translate(e);
        }
    }
}
