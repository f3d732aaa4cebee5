package io.trawl.api.workflow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses something is tried again.
 *
 * @param maxAttempts the first one included, at least 1
 * @param backoff pause after the first attempt
 * @param backoffFactor by which each pause grows, at least 1
 * @param maxBackoff no pause is longer
 */
public record RetryPolicy(int maxAttempts, Duration backoff, double backoffFactor, Duration maxBackoff) {

    /** The defaults of local and sequential mode. */
    public static RetryPolicy local() {
        return new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(600));
    }

    /** The defaults where workers are pods. */
    public static RetryPolicy pods() {
        return new RetryPolicy(3, Duration.ofSeconds(60), 2, Duration.ofSeconds(600));
    }

    /** For a request within work that is tried again as a whole, by a broker and from the ledger: it must not take long. */
    public static RetryPolicy brief() {
        return new RetryPolicy(3, Duration.ofMillis(200), 3, Duration.ofSeconds(2));
    }

    /**
     * The pause after an attempt that failed: exponential, and shortened at random by up to a half so that workers that
     * failed together do not come back together.
     *
     * @param attempt the one that failed, from 1
     * @param random decides the shortening
     */
    public Duration pauseAfter(int attempt, RandomGenerator random) {
        double millis = Math.min(backoff.toMillis() * Math.pow(backoffFactor, attempt - 1), maxBackoff.toMillis());
        return Duration.ofMillis((long) (millis * (0.5 + random.nextDouble() / 2)));
    }
}
