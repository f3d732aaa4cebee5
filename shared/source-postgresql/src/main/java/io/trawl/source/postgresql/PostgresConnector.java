package io.trawl.source.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.aws.RdsToken;
import io.trawl.source.jdbc.HostPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens sessions with pgJDBC. */
final class PostgresConnector {

    private static final int OLDEST_VERSION = 12;

    private final Driver driver = new Driver();
    private final HostPort server;
    private final Properties properties;
    private final RdsToken tokens;

    /** @param tokens of RDS, a password of its own for each connection; null to log in with what the properties hold */
    PostgresConnector(HostPort server, Properties properties, @Nullable RdsToken tokens) {
        this.server = server;
        this.properties = properties;
        this.tokens = tokens;
    }

    /** A session with a server that is new enough. */
    Connection open(String database) throws SQLException {
        String url = "jdbc:postgresql://" + server + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
        Connection connection = driver.connect(url, tokens == null ? properties : withToken());
        DatabaseMetaData metadata = connection.getMetaData();
        if (metadata.getDatabaseMajorVersion() < OLDEST_VERSION) {
            String version = metadata.getDatabaseProductVersion();
            connection.close();
            throw new TrawlException(
                    FailureKind.INVALID,
                    PostgresProvider.messages(server)
                            .of(PostgresProvider.TYPE)
                            .about(database, "version " + version + " is not supported: 12 or newer is needed"));
        }
        return connection;
    }

    private Properties withToken() throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        PGProperty.PASSWORD.set(own, tokens.of(server.host(), server.port(), PGProperty.USER.getOrDefault(own)));
        return own;
    }
}
