package io.trawl.api.ledger;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How the first connection to a ledger is repeated while it fails for a reason that passes: a server that starts or accepts
 * no more connections, a connection that is refused or lost. A wrong login, an unknown database or an unknown host does not pass.
 *
 * @param atMost how long; zero for a single attempt
 * @param unanswered whether also while no server answers; otherwise only while one answers that it accepts no connection yet
 * @param stopped whether to give up now; checked several times a second
 * @param waiting receives one line that names the reason, once, after about a second; called by the waiting thread
 */
public record ConnectRetry(Duration atMost, boolean unanswered, BooleanSupplier stopped, Consumer<String> waiting) {

    /** Enough for many processes that start at the same time. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** A single attempt. */
    public static ConnectRetry none() {
        return new ConnectRetry(Duration.ZERO, false, () -> false, line -> {});
    }

    /** For two minutes while the server answers, so that a wrong address is reported at once. */
    public static ConnectRetry whileAnswered(Consumer<String> waiting) {
        return new ConnectRetry(LONGEST, false, () -> false, waiting);
    }

    /** For two minutes, or until it is stopped. */
    public static ConnectRetry patient(BooleanSupplier stopped, Consumer<String> waiting) {
        return new ConnectRetry(LONGEST, true, stopped, waiting);
    }
}
