package io.trawl.source.postgresql;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * pgJDBC's properties of a session. {@code connectionOptions} and {@code connectionArguments} name them as pgJDBC does or
 * as libpq does, since an existing OpenMetadata workflow has libpq's; {@code statement_timeout}, in milliseconds, is
 * understood as well. What would break Trawl's rules is refused.
 *
 * <p>The session itself is set up by start-up options, at no round trip: read-only, consistent within a batch, an empty
 * search path so that the server qualifies every name, no JIT, which costs more than a catalog query. They stand after
 * the user's own {@code options}, so they win. The planner may use indexes only: that is right for every statement here,
 * and a catalog without fresh statistics otherwise leads it to plans that are a hundred times slower.
 */
final class ConnectionProperties {

    static final String STATEMENT_TIMEOUT = "statement_timeout";
    private static final String DEFAULT_STATEMENT_TIMEOUT = "300000";

    /** Printing a view's definition waits for whoever is altering its tables. */
    private static final String LOCK_TIMEOUT = " -c lock_timeout=10000";

    private static final String SESSION = "-c default_transaction_read_only=on"
            + " -c default_transaction_isolation=repeatable\\ read"
            + " -c search_path= -c jit=off -c client_min_messages=error"
            + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off"
            + " -c plan_cache_mode=force_generic_plan";

    /** libpq's names, as psycopg2 takes them, of properties that pgJDBC calls otherwise. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "fallback_application_name", PGProperty.APPLICATION_NAME.getName(),
            "keepalives", PGProperty.TCP_KEEP_ALIVE.getName(),
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
            PGProperty.SSL_MODE,
            PGProperty.SSL_FACTORY,
            PGProperty.SSL_FACTORY_ARG,
            PGProperty.SSL_HOSTNAME_VERIFIER,
            PGProperty.SSL_PASSWORD_CALLBACK,
            PGProperty.SOCKET_FACTORY,
            PGProperty.SOCKET_FACTORY_ARG,
            PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
            PGProperty.XML_FACTORY_FACTORY);

    private ConnectionProperties() {}

    /**
     * Checks what a user wrote.
     *
     * @throws IllegalArgumentException if a key is unknown or refused; the message starts with {@code key}
     */
    static void check(String key, Map<String, ?> given) {
        given.forEach((name, value) -> {
            if (name.equals(STATEMENT_TIMEOUT)) {
                if (!String.valueOf(value).matches("\\d{1,9}")) {
                    throw new IllegalArgumentException(
                            key + "." + name + ": '" + value + "' is not a number of milliseconds");
                }
                return;
            }
            PGProperty property = PGProperty.forName(LIBPQ_NAMES.getOrDefault(name, name));
            if (property == null) {
                throw new IllegalArgumentException(key + "." + name
                        + ": is neither a connection property of pgJDBC nor one of libpq that Trawl knows");
            }
            if (REFUSED.contains(property)) {
                throw new IllegalArgumentException(key + "." + name + ": " + reason(property));
            }
            String[] choices = property.getChoices();
            if (choices != null && Arrays.stream(choices).noneMatch(String.valueOf(value)::equalsIgnoreCase)) {
                throw new IllegalArgumentException(
                        key + "." + name + ": '" + value + "' is not one of " + Arrays.toString(choices));
            }
        });
    }

    private static String reason(PGProperty property) {
        return switch (property) {
            case USER, PASSWORD, PG_HOST, PG_PORT, PG_DBNAME, SSL_MODE ->
                "has a key of its own beside connectionOptions";
            default -> "is Trawl's to decide and cannot be set";
        };
    }

    /** Everything but the database and what {@link Tls} adds. */
    static Properties of(PostgresConnection connection) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "trawl");
        PGProperty.CONNECT_TIMEOUT.set(properties, 10);
        PGProperty.LOGIN_TIMEOUT.set(properties, 30);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Saves two round trips: the driver sends its own settings with the start-up message.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        connection.connectionOptions().forEach((name, value) -> put(properties, name, value));
        connection.connectionArguments().forEach((name, value) -> put(properties, name, String.valueOf(value)));

        Object timeout = properties.remove(STATEMENT_TIMEOUT);
        String millis = timeout == null ? DEFAULT_STATEMENT_TIMEOUT : timeout.toString();
        String own = PGProperty.OPTIONS.getOrDefault(properties);
        PGProperty.OPTIONS.set(
                properties, "-c " + STATEMENT_TIMEOUT + "=" + millis + (own == null ? "" : " " + own) + " " + SESSION);
        if (!properties.containsKey(PGProperty.SOCKET_TIMEOUT.getName()) && !millis.equals("0")) {
            // The server gives up first; a socket that stays silent for longer has lost its peer.
            PGProperty.SOCKET_TIMEOUT.set(properties, (int) (Long.parseLong(millis) / 1000) + 60);
        }
        PGProperty.USER.set(properties, connection.username());
        if (connection.secret() != null) {
            PGProperty.PASSWORD.set(properties, connection.secret().reveal());
        }
        return properties;
    }

    private static void put(Properties properties, String name, String value) {
        String own = LIBPQ_NAMES.getOrDefault(name, name);
        boolean switchOff = name.equals("keepalives") && value.equals("0");
        boolean switchOn = name.equals("keepalives") && !switchOff;
        properties.setProperty(own, switchOff ? "false" : switchOn ? "true" : value);
    }

    /** Whether the user names the file of the authorities through the options, as libpq does. */
    static boolean namesRootCertificate(PostgresConnection connection) {
        String name = PGProperty.SSL_ROOT_CERT.getName();
        return connection.connectionOptions().containsKey(name)
                || connection.connectionArguments().containsKey(name);
    }
}
