package io.trawl.source.redshift;

import com.amazon.redshift.Driver;
import io.trawl.source.jdbc.Connector;
import io.trawl.source.jdbc.HostPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens sessions with Amazon's driver: read-only, in the query group trawl, with a limit for each statement, and with
 * only the catalog in the search path, so that definitions name every schema.
 */
final class RedshiftConnector implements Connector {

    private final Driver driver = new Driver();
    private final String url;
    private final Properties properties;
    private final String statementTimeout;

    /**
     * @param directory where relative paths of certificates start
     */
    RedshiftConnector(RedshiftConnection connection, Path directory) {
        HostPort server = HostPort.parse(connection.hostPort(), RedshiftConnection.DEFAULT_PORT);
        this.url = "jdbc:redshift:" + (connection.aws() == null ? "" : "iam:") + "//" + server + "/";
        this.properties = RedshiftProperties.of(connection, directory);
        this.statementTimeout = RedshiftProperties.statementTimeout(connection);
    }

    /** What the driver is told of a database, without the properties. */
    String url(String database) {
        return url + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Connection connection = open(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout TO " + statementTimeout);
            statement.execute("SET search_path TO pg_catalog");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open(String database) throws SQLException {
        try {
            return driver.connect(url(database), properties);
        } catch (SQLException e) {
            throw AwsFailures.translate(e);
        }
    }
}
