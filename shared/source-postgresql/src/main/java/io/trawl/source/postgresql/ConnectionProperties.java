package io.trawl.source.postgresql;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.ConfigException;
import io.trawl.source.postgresqlfamily.DriverOptions;
import io.trawl.source.postgresqlfamily.TlsProperties;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * pgJDBC's properties of a connection. What would break Trawl's rules is refused. Nothing rides in the start-up message that
 * a pooler would refuse or drop: how a session is to be is set in each transaction, see {@link SessionSettings}.
 */
final class ConnectionProperties {

    /** libpq's names, as psycopg2 takes them, of properties that pgJDBC calls otherwise. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "fallback_application_name", PGProperty.APPLICATION_NAME.getName(),
            "keepalives", PGProperty.TCP_KEEP_ALIVE.getName(),
            "target_session_attrs", PGProperty.TARGET_SERVER_TYPE.getName(),
            "channel_binding", PGProperty.CHANNEL_BINDING.getName(),
            "gssencmode", PGProperty.GSS_ENC_MODE.getName(),
            "krbsrvname", PGProperty.KERBEROS_SERVER_NAME.getName());

    /** The record has keys of its own for these, or Trawl decides them, or they would load a class by name. */
    private static final Set<PGProperty> REFUSED = Set.of(
            PGProperty.READ_ONLY,
            PGProperty.READ_ONLY_MODE,
            PGProperty.AUTOSAVE,
            PGProperty.PREFER_QUERY_MODE,
            PGProperty.REPLICATION,
            PGProperty.CURRENT_SCHEMA,
            PGProperty.USER,
            PGProperty.PASSWORD,
            PGProperty.PG_HOST,
            PGProperty.PG_PORT,
            PGProperty.PG_DBNAME,
            PGProperty.SERVICE,
            PGProperty.SSL,
            PGProperty.SSL_PASSWORD,
            PGProperty.SSL_FACTORY,
            PGProperty.SSL_FACTORY_ARG,
            PGProperty.SSL_HOSTNAME_VERIFIER,
            PGProperty.SSL_PASSWORD_CALLBACK,
            PGProperty.SOCKET_FACTORY,
            PGProperty.SOCKET_FACTORY_ARG,
            PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
            PGProperty.XML_FACTORY_FACTORY);

    /** What users may write. */
    static final DriverOptions OPTIONS =
            new DriverOptions("pgJDBC", LIBPQ_NAMES, Map.of(), ConnectionProperties::known);

    private ConnectionProperties() {}

    private static DriverOptions.Known known(String name) {
        PGProperty property = PGProperty.forName(name);
        return property == null
                ? null
                : new DriverOptions.Known(property.getName(), value -> complaint(property, value));
    }

    private static String complaint(PGProperty property, String value) {
        if (REFUSED.contains(property)) {
            return reason(property);
        }
        if (property == PGProperty.OPTIONS) {
            try {
                UserOptions.parse(value);
                return null;
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }
        String[] choices = property.getChoices();
        return choices == null || Arrays.stream(choices).anyMatch(value::equalsIgnoreCase)
                ? null
                : quoted(value) + " is not one of " + Arrays.toString(choices);
    }

    private static String reason(PGProperty property) {
        return switch (property) {
            case USER, PASSWORD, PG_HOST, PG_PORT, PG_DBNAME -> "has a key of its own beside connectionOptions";
            default -> "is Trawl's to decide and cannot be set";
        };
    }

    /**
     * Everything but the database.
     *
     * @param directory where relative paths of certificates start
     * @throws ConfigException if a certificate or key cannot be read, or is none
     */
    static Properties of(PostgresConnection connection, Path directory) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "trawl");
        PGProperty.CONNECT_TIMEOUT.set(properties, 10);
        PGProperty.LOGIN_TIMEOUT.set(properties, 30);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Saves a round trip: the driver sends the application's name with the start-up message.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.SOCKET_TIMEOUT.set(properties, DriverOptions.socketTimeout(connection.statementTimeout()));
        properties.putAll(connection.wanted());
        PGProperty.OPTIONS.set(properties, options(connection).rest());
        PGProperty.USER.set(properties, connection.username());
        if (connection.secret() != null) {
            PGProperty.PASSWORD.set(properties, connection.secret().reveal());
        }
        String mode = connection.encryption();
        PGProperty.SSL_MODE.set(properties, mode);
        boolean certificates = TlsProperties.putCertificates(
                properties, connection.sslConfig(), connection.tls().passphrase(), directory);
        if (certificates || mode.startsWith("verify-")) {
            TlsProperties.useCertificates(properties, mode);
        }
        return properties;
    }

    /** How sessions are to be. */
    static SessionSettings settings(PostgresConnection connection) {
        return new SessionSettings(
                connection.statementTimeout(), options(connection).settings());
    }

    private static UserOptions options(PostgresConnection connection) {
        return UserOptions.parse(PGProperty.OPTIONS.getOrDefault(connection.wanted()));
    }
}
