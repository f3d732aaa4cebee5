package io.trawl.api.workflow;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Repeats work that fails for a reason that passes.
 *
 * @param policy how often, and after which pauses
 * @param random decides how pauses are shortened
 * @param pause waits for so long, or throws
 */
public record Retry(RetryPolicy policy, RandomGenerator random, Consumer<Duration> pause) {

    /** Work with a result T, which fails with an E. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {

        /** Does it once. */
        T attempt() throws E;
    }

    /**
     * Does the work until it succeeds.
     *
     * @param passes whether a failure is worth another attempt
     * @throws E the last failure
     */
    public <T, E extends Exception> T run(Work<T, E> work, Predicate<Exception> passes) throws E {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.attempt();
            } catch (Exception e) {
                if (attempt >= policy.maxAttempts() || !passes.test(e)) {
                    throw e;
                }
            }
            pause.accept(policy.pauseAfter(attempt, random));
        }
    }

    /**
     * Sleeps.
     *
     * @param during what the thread does, for the message {@code interrupted while …}
     * @throws TrawlException of kind TRANSIENT if the thread is interrupted
     */
    public static void sleep(Duration pause, String during) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while " + during, e);
        }
    }
}
