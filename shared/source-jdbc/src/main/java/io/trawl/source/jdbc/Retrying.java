package io.trawl.source.jdbc;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.sql.SQLException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Repeats a read that failed for a reason that passes.
 *
 * @param policy how often and after which pauses
 * @param random spreads the pauses
 */
public record Retrying(RetryPolicy policy, RandomGenerator random) {

    /**
     * A read without side effects.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Read<T> {

        /** Reads. */
        T read() throws SQLException;
    }

    /**
     * Reads, and again after TRANSIENT failures.
     *
     * @throws SQLException the last failure
     */
    public <T> T read(Read<T> read) throws SQLException {
        return read(read, failure -> true);
    }

    /**
     * The same, but only after those of them that are worth it.
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
                pause(attempt, e);
            }
        }
    }

    private void pause(int attempt, SQLException failure) {
        try {
            Thread.sleep(policy.pauseAfter(attempt, random).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while waiting to try again", failure);
        }
    }
}
