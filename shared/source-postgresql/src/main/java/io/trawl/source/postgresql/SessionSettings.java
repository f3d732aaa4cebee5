package io.trawl.source.postgresql;

import io.trawl.source.postgresqlfamily.DriverOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings under which everything is read. They are set at the beginning of each transaction and for it alone, so that
 * they hold behind a pooler that gives each transaction another connection, and win over those of the role and the database.
 *
 * <p>An empty search path makes the server qualify every name. What decides how the server prints a value is set as well, so
 * that a catalog does not depend on who reads it from where. JIT costs more than a catalog query. The planner may use indexes
 * only: that is right for every statement here, and a catalog without fresh statistics otherwise leads it to plans that are a
 * hundred times slower.
 */
final class SessionSettings {

    /** How long a lock is waited for that another session holds: printing a view's definition waits for an ALTER TABLE. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private static final String LOCK_TIMEOUT_NAME = "lock_timeout";

    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("search_path", ""),
            Map.entry("client_min_messages", "error"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("datestyle", "ISO, MDY"),
            Map.entry("intervalstyle", "postgres"),
            Map.entry("timezone", "UTC"),
            Map.entry("bytea_output", "hex"),
            Map.entry("extra_float_digits", "1"),
            Map.entry("jit", "off"),
            Map.entry("enable_seqscan", "off"),
            Map.entry("enable_hashjoin", "off"),
            Map.entry("enable_mergejoin", "off"),
            Map.entry("enable_material", "off"),
            Map.entry("plan_cache_mode", "force_generic_plan"));

    private final Map<String, String> settings;

    /**
     * @param statementTimeout milliseconds; 0 for none
     * @param user those that the user wants; Trawl's own win over them
     */
    SessionSettings(String statementTimeout, Map<String, String> user) {
        Map<String, String> all = new TreeMap<>();
        all.put(DriverOptions.STATEMENT_TIMEOUT, statementTimeout);
        all.putAll(user);
        all.putAll(OWN);
        all.remove(LOCK_TIMEOUT_NAME);
        settings = all;
    }

    /**
     * Each setting's value by its name.
     *
     * @param lockTimeout how long a lock is waited for
     */
    Map<String, String> with(Duration lockTimeout) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(LOCK_TIMEOUT_NAME, String.valueOf(Math.max(1, lockTimeout.toMillis())));
        return all;
    }
}
