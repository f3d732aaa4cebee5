package io.trawl.testkit.snowflake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A session: what it has in use, its parameters and its tokens. One connection uses it, one statement at a time. */
final class Session {

    final long id;
    final String user;
    final Account.User account;
    final Map<String, String> parameters = new ConcurrentHashMap<>();
    volatile String role;
    volatile String warehouse;
    volatile String database;
    volatile String schema;
    volatile String token;
    volatile String masterToken;
    volatile boolean gone;
    volatile boolean masterExpired;
    /** Statements with the token of now. */
    int statementsOfToken;
    /** Statements at all. */
    int statements;

    Session(long id, Account.User account) {
        this.id = id;
        this.account = account;
        this.user = account.name();
    }

    String tag() {
        return parameters.getOrDefault("QUERY_TAG", "");
    }

    /** Whether results come as JSON; by default they come in Arrow's format, which this server does not speak. */
    boolean wantsJson() {
        return "JSON".equalsIgnoreCase(parameters.get("JDBC_QUERY_RESULT_FORMAT"));
    }

    /** QUOTED_IDENTIFIERS_IGNORE_CASE, which makes names in quotes upper case (.../sql-reference/identifiers-syntax). */
    boolean ignoresCase() {
        return Boolean.parseBoolean(parameters.get("QUOTED_IDENTIFIERS_IGNORE_CASE"));
    }

    /** STATEMENT_TIMEOUT_IN_SECONDS; two days if it is not set (docs.snowflake.com/en/sql-reference/parameters). */
    Duration statementTimeout() {
        long seconds = Long.parseLong(parameters.getOrDefault("STATEMENT_TIMEOUT_IN_SECONDS", "172800"));
        return Duration.ofSeconds(seconds == 0 ? 172_800 : seconds);
    }
}
