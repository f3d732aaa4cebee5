package io.trawl.source.jdbc;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;

/**
 * {@code connectionOptions} and {@code connectionArguments} of a driver of pgJDBC's family. They name its properties as
 * it does, or as libpq does, since an existing OpenMetadata workflow has libpq's; {@code statement_timeout}, in
 * milliseconds, is understood as well.
 *
 * @param driver its name, for messages
 * @param libpqNames libpq's names, as psycopg2 takes them, of properties that the driver calls otherwise
 * @param lookup a property by the driver's name; null if there is none
 */
public record DriverOptions(String driver, Map<String, String> libpqNames, Function<String, Known> lookup) {

    /** After so many milliseconds a server gives up a statement. */
    public static final String STATEMENT_TIMEOUT = "statement_timeout";

    /** Five minutes. */
    public static final String DEFAULT_STATEMENT_TIMEOUT = "300000";

    /**
     * A property of the driver.
     *
     * @param name the driver's
     * @param complaint what is wrong with a value, or with setting it at all; null for nothing
     */
    public record Known(String name, Function<String, String> complaint) {}

    /**
     * Checks what a user wrote.
     *
     * @throws IllegalArgumentException if a key is unknown or refused, or a value is wrong; the message starts with
     *     {@code key}
     */
    public void check(String key, Map<String, ?> given) {
        given.forEach((name, value) -> {
            String complaint = complaint(name, value(name, value));
            if (complaint != null) {
                throw new IllegalArgumentException(key + "." + name + ": " + complaint);
            }
        });
    }

    private String complaint(String name, String value) {
        if (name.equals(STATEMENT_TIMEOUT)) {
            return value.matches("\\d{1,9}") ? null : "'" + value + "' is not a number of milliseconds";
        }
        Known known = known(name);
        return known == null
                ? "is neither a connection property of " + driver + " nor one of libpq that Trawl knows"
                : known.complaint().apply(value);
    }

    /** Puts checked options by the driver's names; {@code statement_timeout}, which is none of its, keeps its own. */
    public void put(Properties properties, Map<String, ?> given) {
        given.forEach((name, value) -> properties.setProperty(
                name.equals(STATEMENT_TIMEOUT) ? name : known(name).name(), value(name, value)));
    }

    private Known known(String name) {
        return lookup.apply(libpqNames.getOrDefault(name, name));
    }

    /** libpq switches with 0 and 1. */
    private static String value(String name, Object value) {
        return name.equals("keepalives") ? String.valueOf(!"0".equals(value.toString())) : value.toString();
    }

    /**
     * How long a socket may stay silent: the server gives up a statement first, so one that is silent for longer has lost
     * its peer.
     *
     * @param statementTimeout milliseconds; 0 for none
     * @return seconds; 0 for ever
     */
    public static int socketTimeout(String statementTimeout) {
        long millis = Long.parseLong(statementTimeout);
        return millis == 0 ? 0 : (int) (millis / 1000) + 60;
    }
}
