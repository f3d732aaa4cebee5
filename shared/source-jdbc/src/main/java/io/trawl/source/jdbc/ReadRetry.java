package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import io.trawl.api.workflow.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Repeats a read that failed for a reason that passes.
 *
 * @param policy how often and after which pauses
 * @param random spreads the pauses
 * @param pause waits for so long, or throws
 */
record ReadRetry(RetryPolicy policy, RandomGenerator random, Consumer<Duration> pause) {

    /**
     * A read without side effects.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    interface Read<T> {

        /** Reads. */
        T read() throws SQLException;
    }

    /**
     * Reads, and again after those TRANSIENT failures that are worth it.
     *
     * @throws SQLException the last failure
     */
    <T> T read(Read<T> read, Predicate<SQLException> worthIt) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return read.read();
            } catch (SQLException e) {
                if (SqlFailures.kindOf(e) != FailureKind.TRANSIENT
                        || attempt >= policy.maxAttempts()
                        || !worthIt.test(e)) {
                    throw e;
                }
                pause.accept(policy.pauseAfter(attempt, random));
            }
        }
    }
}
