package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Log-in, as the driver's SessionUtil.newSession asks for it. A role must be granted (390186) and exist (390189); a
 * warehouse need not exist: the session then has none, unless CLIENT_VALIDATE_DEFAULT_PARAMETERS is set (390201).
 */
final class Logins {

    private final Account account;
    private final Sessions sessions;
    private final Warehouses warehouses;
    private final Clock clock;

    Logins(Account account, Sessions sessions, Warehouses warehouses, Clock clock) {
        this.account = account;
        this.sessions = sessions;
        this.warehouses = warehouses;
        this.clock = clock;
    }

    /** Whether a login is for this account at all; if not, the service's host answers with a status of its own. */
    boolean knows(JsonNode data) {
        String wanted = data.path("ACCOUNT_NAME").asText("").toUpperCase(Locale.ROOT);
        return wanted.equals(account.name())
                || wanted.equals(account.organization() + "-" + account.name())
                || wanted.equals(account.locator());
    }

    /** Opens a session. */
    Session login(JsonNode data, Map<String, String> query) {
        Account.User user = authenticated(data);
        Session session = sessions.open(user);
        try {
            session.role = role(user, query.get("roleName"));
            session.warehouse = warehouse(user, session, query.get("warehouse"), data);
        } catch (SqlException e) {
            sessions.close(session);
            throw e;
        }
        session.database = query.get("databaseName");
        session.schema = query.get("schemaName");
        session.parameters.putAll(account.parameters());
        data.path("SESSION_PARAMETERS")
                .properties()
                .forEach(each -> session.parameters.put(
                        each.getKey().toUpperCase(Locale.ROOT), each.getValue().asText()));
        return session;
    }

    private Account.User authenticated(JsonNode data) {
        Account.User user =
                account.users().get(data.path("LOGIN_NAME").asText("").toUpperCase(Locale.ROOT));
        if (data.path("AUTHENTICATOR").asText("").equals("SNOWFLAKE_JWT")) {
            JwtCheck.verify(account.name(), user, data.path("TOKEN").asText(""), clock.instant());
        } else if (user == null
                || user.password() == null
                || !user.password().equals(data.path("PASSWORD").asText(null))) {
            throw SqlException.ofSession("390100", "Incorrect username or password was specified.");
        }
        if (user.disabled()) {
            throw SqlException.ofSession("390101", "User access disabled. Contact your local system administrator.");
        }
        return user;
    }

    private String role(Account.User user, String wanted) {
        if (wanted == null) {
            return user.roles().get(0);
        }
        String role = identifier(wanted);
        if (user.roles().contains(role)) {
            return role;
        }
        boolean exists = account.roles().contains(role)
                || account.users().values().stream().map(Account.User::roles).anyMatch(roles -> roles.contains(role));
        String hint = " Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.";
        throw exists
                ? SqlException.ofSession(
                        "390186",
                        "Role '" + role + "' specified in the connect string is not granted to this user." + hint)
                : SqlException.ofSession(
                        "390189",
                        "Role '" + role + "' specified in the connect string does not exist or not authorized." + hint);
    }

    private String warehouse(Account.User user, Session session, String wanted, JsonNode data) {
        String name = wanted == null ? user.warehouse() : identifier(wanted);
        if (name == null || warehouses.usable(name, session.role)) {
            return name;
        }
        if (data.path("SESSION_PARAMETERS")
                .path("CLIENT_VALIDATE_DEFAULT_PARAMETERS")
                .asBoolean()) {
            throw SqlException.ofSession("390201", "The requested warehouse does not exist or not authorized.");
        }
        return null;
    }

    /** A name in a connection's properties: in quotes exact, else in upper case. */
    static String identifier(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text.toUpperCase(Locale.ROOT);
    }

    /** The parameters that a session has if nothing else is set (docs.snowflake.com/en/sql-reference/parameters). */
    static final List<Map.Entry<String, Object>> DEFAULTS = List.of(
            Map.entry("CLIENT_SESSION_KEEP_ALIVE", false),
            Map.entry("CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", 3600),
            Map.entry("CLIENT_TELEMETRY_ENABLED", true),
            Map.entry("CLIENT_PREFETCH_THREADS", 4),
            Map.entry("CLIENT_RESULT_CHUNK_SIZE", 160),
            Map.entry("CLIENT_MEMORY_LIMIT", 1536),
            Map.entry("AUTOCOMMIT", true),
            Map.entry("TIMEZONE", "America/Los_Angeles"),
            Map.entry("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM"),
            Map.entry("DATE_OUTPUT_FORMAT", "YYYY-MM-DD"),
            Map.entry("TIME_OUTPUT_FORMAT", "HH24:MI:SS"),
            Map.entry("BINARY_OUTPUT_FORMAT", "HEX"),
            Map.entry("JDBC_QUERY_RESULT_FORMAT", "ARROW"),
            Map.entry("QUERY_CONTEXT_CACHE_SIZE", 5),
            Map.entry("STATEMENT_TIMEOUT_IN_SECONDS", 172800),
            Map.entry("QUERY_TAG", ""));
}
