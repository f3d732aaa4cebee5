package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.LedgerConfig;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the ledger is and how to log in. Its text is {@code ledger at host:port/database} only.
 *
 * @param url the configured URL
 * @param properties of a connection, the password among them
 * @param name for messages
 */
record LedgerAddress(String url, Properties properties, String name) {

    static final String PREFIX = "jdbc:postgresql:";

    /** The server gives up a statement first; a socket that stays silent for longer has lost its peer. */
    private static final int STATEMENT_TIMEOUT_SECONDS = 30;

    private static final int SOCKET_TIMEOUT_SECONDS = 40;
    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    /**
     * The planner may only use indexes, in their order: this suits every statement of a run, and a plan made while a table was small would
     * otherwise be kept when it is large. A transaction whose process is paused must not hold its locks.
     */
    private static final String SESSION = "-c statement_timeout=" + STATEMENT_TIMEOUT_SECONDS + "s"
            + " -c idle_in_transaction_session_timeout=10s -c client_min_messages=error -c jit=off"
            + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off"
            + " -c enable_bitmapscan=off -c enable_sort=off"
            + " -c plan_cache_mode=force_generic_plan";

    /**
     * Reads and checks the configuration.
     *
     * @throws TrawlException of kind INVALID if the URL is malformed or holds a user or a password
     */
    static LedgerAddress of(LedgerConfig config) {
        if (config.url().indexOf('@') >= 0) {
            throw holdsLogin(); // before the driver sees it, which would take it for a port and log it
        }
        Properties given = config.url().startsWith(PREFIX) ? Driver.parseURL(config.url(), new Properties()) : null;
        if (given == null) {
            // It is not quoted: it may hold a password.
            throw new TrawlException(
                    FailureKind.INVALID, "ledger.url: is not of the form jdbc:postgresql://host:port/database");
        }
        if (PGProperty.USER.isPresent(given) || PGProperty.PASSWORD.isPresent(given)) {
            throw holdsLogin();
        }
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "trawl-ledger");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.LOGIN_TIMEOUT.set(properties, 2 * CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        // Saves two round trips: the driver sends its own settings with the start-up message.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.OPTIONS.set(properties, SESSION);
        if (config.username() != null) {
            PGProperty.USER.set(properties, config.username());
        }
        if (config.password() != null) {
            PGProperty.PASSWORD.set(properties, config.password().reveal());
        }
        String database = PGProperty.PG_DBNAME.getOrDefault(given);
        return new LedgerAddress(
                config.url(),
                properties,
                "ledger at " + hosts(given) + "/" + (database == null ? config.username() : database));
    }

    private static TrawlException holdsLogin() {
        return new TrawlException(
                FailureKind.INVALID,
                "ledger.url: must not hold a user or a password; use ledger.username and ledger.password");
    }

    private static String hosts(Properties given) {
        String[] hosts = PGProperty.PG_HOST.getOrDefault(given).split(",");
        String[] ports = PGProperty.PG_PORT.getOrDefault(given).split(",");
        return IntStream.range(0, hosts.length)
                .mapToObj(i -> hosts[i] + ":" + ports[Math.min(i, ports.length - 1)])
                .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name;
    }
}
