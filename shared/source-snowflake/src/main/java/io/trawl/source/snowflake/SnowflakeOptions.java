package io.trawl.source.snowflake;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.source.kit.NameTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code connectionOptions} and {@code connectionArguments}, by the names of Snowflake's connector for Python, which an
 * OpenMetadata workflow has. Arguments win.
 *
 * @see <a href="https://docs.snowflake.com/en/developer-guide/python-connector/python-connector-api">Python Connector
 *     API</a>
 */
final class SnowflakeOptions {

    /** After so long Snowflake gives up a statement, unless the user says otherwise. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(5);

    private static final String SESSION_PARAMETERS = "session_parameters";
    private static final String STATEMENT_SECONDS = "STATEMENT_TIMEOUT_IN_SECONDS";

    private static final NameTable RULES = new NameTable("""
            host: host
            port: port
            protocol: protocol
            authenticator: authenticator
            seconds: login_timeout, network_timeout, socket_timeout
            switch: insecure_mode, disable_ocsp_checks, ocsp_fail_open
            parameters: session_parameters
            key: account, user, password, private_key, private_key_passphrase, private_key_file, private_key_file_pwd
            key: warehouse, role, database, client_session_keep_alive
            unused: schema, region, numpy, paramstyle, timezone, autocommit, application, arrow_number_to_decimal
            unused: client_prefetch_threads, validate_default_parameters, internal_application_name
            unused: internal_application_version, cache_column_metadata, case_sensitive_identifiers
            """);

    private final Map<String, Object> given = new HashMap<>();

    /** @throws IllegalArgumentException if a key is unknown or refused, or a value is wrong; the message starts with its path */
    SnowflakeOptions(Map<String, String> options, Map<String, Object> arguments) {
        add("connectionOptions", options);
        add("connectionArguments", arguments);
    }

    private void add(String key, Map<String, ?> values) {
        new TreeMap<>(values).forEach((name, value) -> {
            String complaint = complaint(name, value);
            if (complaint != null) {
                throw new IllegalArgumentException(key + "." + name + complaint);
            }
            given.put(name, value);
        });
    }

    /** What is wrong with a value, or with setting it at all, as the rest of a message; null for nothing. */
    private static String complaint(String name, Object value) {
        String text = String.valueOf(value);
        String rule =
                switch (RULES.of(name, "unknown")) {
                    case "host" -> text.matches("[A-Za-z0-9_.-]+") ? null : "is no name or address of a host";
                    case "port" ->
                        text.matches("\\d{1,5}") && isPort(Integer.parseInt(text))
                                ? null
                                : "is not a number from 1 to 65535";
                    case "protocol" -> text.matches("https?") ? null : "is neither https nor http";
                    case "authenticator" ->
                        SnowflakeLogin.knows(text)
                                ? null
                                : "is not supported; Trawl logs in with a password (snowflake) or a private key (snowflake_jwt)";
                    case "seconds" -> text.matches("[1-9]\\d{0,5}") ? null : "is not a number of seconds";
                    case "switch" ->
                        text.toLowerCase(Locale.ROOT).matches("true|false") ? null : "is not true or false";
                    default -> null;
                };
        if (rule != null) {
            return ": " + quoted(text) + " " + rule;
        }
        return switch (RULES.of(name, "unknown")) {
            case "parameters" -> complaintOfParameters(value);
            case "key" -> ": has a key of its own beside connectionArguments";
            case "unknown" -> ": is no parameter of Snowflake's connector that Trawl knows";
            default -> null;
        };
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    private static String complaintOfParameters(Object value) {
        if (!(value instanceof Map<?, ?> parameters)) {
            return ": is not a map of names to values";
        }
        for (Map.Entry<?, ?> each : parameters.entrySet()) {
            if (!STATEMENT_SECONDS.equals(each.getKey())) {
                return "." + each.getKey() + ": cannot be set; " + STATEMENT_SECONDS + " can";
            }
            if (!String.valueOf(each.getValue()).matches("[1-9]\\d{0,5}")) {
                return "." + STATEMENT_SECONDS + ": " + quoted(each.getValue()) + " is not a number of seconds";
            }
        }
        return null;
    }

    /** A text; the other one if it is not set. */
    String text(String name, String other) {
        return given.containsKey(name) ? String.valueOf(given.get(name)) : other;
    }

    /** A number; the other one if it is not set. */
    int number(String name, int other) {
        return Integer.parseInt(text(name, String.valueOf(other)));
    }

    /** A switch; the other setting if it is not set. */
    boolean isOn(String name, boolean other) {
        return Boolean.parseBoolean(text(name, String.valueOf(other)));
    }

    /** After so many seconds Snowflake gives up a statement. */
    long statementSeconds() {
        Map<?, ?> parameters = (Map<?, ?>) given.getOrDefault(SESSION_PARAMETERS, Map.of());
        Object seconds = parameters.get(STATEMENT_SECONDS);
        return seconds == null ? STATEMENT_TIMEOUT.toSeconds() : Long.parseLong(seconds.toString());
    }

    /** Names of what is set and has no effect. */
    static boolean hasNoEffect(String name) {
        return RULES.of(name, "").equals("unused");
    }
}
