package io.trawl.source.postgresqlfamily;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.source.kit.NameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code connectionOptions} and {@code connectionArguments} of a driver of pgJDBC's family. They name its properties as
 * it does, or as libpq does, since an existing OpenMetadata workflow has libpq's; {@code statement_timeout}, in
 * milliseconds, is understood as well. How a session is encrypted is {@link LibpqTls}'s.
 *
 * @param driver its name, for messages
 * @param libpqNames libpq's names, as psycopg2 takes them, of properties that the driver calls otherwise
 * @param unused libpq's names of parameters that have no effect here, and why
 * @param lookup a property by the driver's name; null if there is none
 */
public record DriverOptions(
        String driver,
        Map<String, String> libpqNames,
        Map<String, String> unused,
        Function<String, @Nullable Known> lookup) {

    /** After so many milliseconds a server gives up a statement. */
    public static final String STATEMENT_TIMEOUT = "statement_timeout";

    /** Five minutes. */
    public static final String DEFAULT_STATEMENT_TIMEOUT = "300000";

    private static final String KEEPALIVES = "keepalives";
    private static final String SERVER_TYPE = "target_session_attrs";
    private static final String ENCODING = "client_encoding";
    private static final Set<String> UTF_8 = Set.of("utf8", "utf-8", "unicode", "auto");

    /** libpq's words for a kind of server, and pgJDBC's; a session of Trawl's own never writes. */
    private static final Map<String, String> SERVER_TYPES = Map.of(
            "read-write", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /** Parameters of libpq that no driver of the family has, and why they have no effect. */
    private static final NameTable UNUSED_BY_ALL = new NameTable("""
            the operating system decides: keepalives_idle, keepalives_interval, keepalives_count, tcp_user_timeout
            TLS is never compressed: sslcompression
            texts are read as UTF-8: client_encoding
            """);

    /**
     * A property of the driver.
     *
     * @param name the driver's
     * @param complaint what is wrong with a value, or with setting it at all; null for nothing
     */
    public record Known(String name, Function<String, @Nullable String> complaint) {}

    /**
     * Checks what a user wrote.
     *
     * @throws IllegalArgumentException if a key is unknown or refused, or a value is wrong; the message starts with
     *     {@code key}
     */
    public void check(String key, Map<String, ?> given) {
        new TreeMap<>(given).forEach((name, value) -> {
            String complaint = isForDriver(name) ? complaint(name, value(name, value)) : null;
            if (complaint != null) {
                throw new IllegalArgumentException(key + "." + name + ": " + complaint);
            }
        });
    }

    private String complaint(String name, String value) {
        if (name.equals(STATEMENT_TIMEOUT)) {
            return value.matches("\\d{1,9}") ? null : quoted(value) + " is not a number of milliseconds";
        }
        Known known = known(name);
        return known == null
                ? "is neither a connection property of " + driver + " nor one of libpq that Trawl knows"
                : known.complaint().apply(value);
    }

    /** What of this has no effect, a line each that begins with {@code key}. */
    public List<String> warnings(String key, Map<String, ?> given) {
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(given).forEach((name, value) -> {
            String reason = unused(name);
            boolean asEver =
                    name.equals(ENCODING) && UTF_8.contains(value.toString().toLowerCase(Locale.ROOT));
            if (reason != null && !asEver) {
                warnings.add(key + "." + name + ": has no effect here: " + reason);
            }
        });
        return warnings;
    }

    /** Puts checked options by the driver's names; {@code statement_timeout}, which is none of its, keeps its own. */
    public void put(Properties properties, Map<String, ?> given) {
        given.forEach((name, value) -> {
            if (isForDriver(name)) {
                properties.setProperty(
                        name.equals(STATEMENT_TIMEOUT) ? name : known(name).name(), value(name, value));
            }
        });
    }

    private boolean isForDriver(String name) {
        return unused(name) == null && !LibpqTls.NAMES.contains(name);
    }

    private String unused(String name) {
        return unused.getOrDefault(name, UNUSED_BY_ALL.of(name, null));
    }

    private Known known(String name) {
        return lookup.apply(libpqNames.getOrDefault(name, name));
    }

    /** libpq switches with 0 and 1, and has words of its own for the kinds of servers. */
    private static String value(String name, Object value) {
        return switch (name) {
            case KEEPALIVES -> String.valueOf(!"0".equals(value.toString()));
            case SERVER_TYPE -> SERVER_TYPES.getOrDefault(value.toString(), value.toString());
            default -> value.toString();
        };
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
