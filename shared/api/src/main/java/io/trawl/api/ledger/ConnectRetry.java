package io.trawl.api.ledger;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How the first connection to a ledger is tried again while it fails for a reason that passes: a server that starts or takes
 * no more connections, a connection that is refused or lost. A wrong login, an unknown database or an unknown host does not pass.
 *
 * @param atMost how long; zero for a single attempt
 * @param unanswered whether also while no server answers at all; else only while one answers that it takes no connection yet
 * @param stopped whether to give up now; asked several times a second
 * @param waiting receives, once, one line that says what is waited for, when about a second has been waited; called by the
 *     thread that waits
 */
public record ConnectRetry(Duration atMost, boolean unanswered, BooleanSupplier stopped, Consumer<String> waiting) {

    /** The patience of everything but a look: enough for many processes that start at the same time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A single attempt. */
    public static ConnectRetry none() {
        return new ConnectRetry(Duration.ZERO, false, () -> false, line -> {});
    }

    /** For two minutes while the server answers: a person who has given a wrong address is not kept waiting. */
    public static ConnectRetry whileAnswered(Consumer<String> waiting) {
        return new ConnectRetry(PATIENCE, false, () -> false, waiting);
    }

    /** For two minutes, or until it is stopped. */
    public static ConnectRetry patient(BooleanSupplier stopped, Consumer<String> waiting) {
        return new ConnectRetry(PATIENCE, true, stopped, waiting);
    }
}
