package io.trawl.source.snowflake;

import io.trawl.source.jdbc.HostPort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.snowflake.client.api.driver.SnowflakeDriver;

/**
 * Opens sessions with Snowflake's driver. What the driver does beside that is turned off: telemetry, looking for the cloud that it
 * runs in, storing tokens, transferring files, logging.
 *
 * @see <a href="https://docs.snowflake.com/en/developer-guide/jdbc/jdbc-parameters">JDBC Driver connection parameters</a>
 */
final class SnowflakeConnector {

    /** The driver logs requests that fail, which are reported in any case. Held, or its level would be lost. */
    private static final Logger DRIVER_LOG = Logger.getLogger("net.snowflake");

    private static final int LOGIN_SECONDS = 60;
    private static final int CONNECT_MILLIS = 10_000;
    /** An answer that takes longer than 45 s comes in parts. */
    private static final int SOCKET_SECONDS = 120;
    /** After what Snowflake allows a statement, the driver waits so long for it to say so. */
    private static final int GRACE_SECONDS = 60;

    static {
        DRIVER_LOG.setLevel(Level.OFF);
    }

    private final SnowflakeDriver driver = new SnowflakeDriver();
    private final LongAdder statements;
    private final int statementSeconds;
    private final String url;
    private final Properties properties;

    /**
     * @param directory where the relative path of a private key starts
     * @param statements counts what is sent
     * @throws io.trawl.api.workflow.ConfigException if the private key cannot be read
     */
    SnowflakeConnector(SnowflakeConnection connection, Path directory, LongAdder statements) {
        HostPort server = connection.address();
        this.statements = statements;
        this.statementSeconds = (int) connection.options().statementSeconds() + GRACE_SECONDS;
        this.url = "jdbc:snowflake://" + server + "/" + (connection.isEncrypted() ? "" : "?ssl=off");
        this.properties = new Properties();
        login(connection, directory);
        limits(connection.options());
        session(connection);
        ownDecisions(connection.options());
    }

    /** The JDBC URL, without the properties. */
    String url() {
        return url;
    }

    /** The properties that every session is opened with, by the driver's names; the query tag is added for each. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** A session that is ready for use. */
    Connection open(String queryTag) throws SQLException {
        Properties own = properties();
        own.put("QUERY_TAG", queryTag);
        Connection session = driver.connect(url, own);
        SessionState.opened(session, statements, statementSeconds, queryTag);
        return session;
    }

    private void login(SnowflakeConnection connection, Path directory) {
        properties.put("account", Account.parse(connection.account()).name());
        properties.put("user", connection.username());
        if (connection.privateKey() == null) {
            properties.put("password", connection.password().reveal());
        } else {
            properties.put("authenticator", "snowflake_jwt");
            properties.put("privateKey", SnowflakeLogin.key(connection, directory));
        }
        properties.put("warehouse", connection.warehouse());
        if (connection.role() != null) {
            properties.put("role", connection.role());
        }
    }

    private void limits(SnowflakeOptions options) {
        long statement = options.statementSeconds();
        properties.put("loginTimeout", String.valueOf(options.number("login_timeout", LOGIN_SECONDS)));
        properties.put("networkTimeout", String.valueOf(millis(options.number("network_timeout", statementSeconds))));
        properties.put("HTTP_CLIENT_CONNECTION_TIMEOUT", String.valueOf(CONNECT_MILLIS));
        properties.put(
                "HTTP_CLIENT_SOCKET_TIMEOUT", String.valueOf(millis(options.number("socket_timeout", SOCKET_SECONDS))));
        properties.put("STATEMENT_TIMEOUT_IN_SECONDS", String.valueOf(statement));
        properties.put("maxHttpRetries", "1"); // 0 is without end
    }

    private static long millis(int seconds) {
        return seconds * 1000L;
    }

    /** Everything that decides what is read, so that parameters of the user or account cannot. */
    private void session(SnowflakeConnection connection) {
        properties.put("CLIENT_SESSION_KEEP_ALIVE", String.valueOf(connection.clientSessionKeepAlive()));
        properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON"); // Arrow needs --add-opens java.base/java.nio
        properties.put("QUOTED_IDENTIFIERS_IGNORE_CASE", "false");
        properties.put("ROWS_PER_RESULTSET", "0");
    }

    private void ownDecisions(SnowflakeOptions options) {
        properties.put("application", "trawl");
        properties.put("CLIENT_TELEMETRY_ENABLED", "false");
        properties.put("disablePlatformDetection", "true");
        properties.put("enablePutGet", "false");
        properties.put("clientStoreTemporaryCredential", "false");
        properties.put("clientRequestMfaToken", "false");
        properties.put("validateDefaultParameters", "false"); // SHOW needs no warehouse
        boolean unchecked = options.isOn("insecure_mode", false) || options.isOn("disable_ocsp_checks", false);
        properties.put("disableOCSPChecks", String.valueOf(unchecked));
        properties.put("ocspFailOpen", String.valueOf(options.isOn("ocsp_fail_open", true)));
    }
}
