package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Repeats work on the ledger's database after failures that pass. Pauses grow to five seconds and are shortened at random, so
 * that processes that failed together do not come back together.
 *
 * @param address for messages
 * @param atMost how long; zero for a single attempt
 * @param stopped whether to give up now
 * @param passes whether the same may succeed in a moment
 */
record Retry(LedgerAddress address, Duration atMost, BooleanSupplier stopped, Predicate<SQLException> passes) {

    private static final RetryPolicy PAUSES =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), 2, Duration.ofSeconds(5));

    /** The longest pause is reached before this attempt. */
    private static final int LAST_STEP = 10;

    /** How often a pause checks whether to stop. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Work that is repeated.
     *
     * @param <T> the type of its result
     */
    @FunctionalInterface
    interface Attempt<T> {

        /**
         * Does the work once.
         *
         * @param number from 1
         */
        T make(int number) throws SQLException;
    }

    /**
     * Repeats the work until it succeeds.
     *
     * @param failed receives the failure of each attempt that is followed by another, and the time from the first attempt to
     *     the beginning of the next one
     * @throws TrawlException with one line, when it fails for good, takes too long, or is stopped or interrupted
     */
    <T> T run(Attempt<T> work, BiConsumer<SQLException, Duration> failed) {
        long start = System.nanoTime();
        for (int number = 1; ; number++) {
            try {
                return work.make(number);
            } catch (SQLException e) {
                if (atMost.isZero() || !passes.test(e) || stopped.getAsBoolean()) {
                    throw DatabaseFailures.exception(address, e);
                }
                Duration pause = PAUSES.pauseAfter(Math.min(number, LAST_STEP), ThreadLocalRandom.current());
                Duration waited = Duration.ofNanos(System.nanoTime() - start).plus(pause);
                if (waited.compareTo(atMost) > 0) {
                    throw gaveUp("gave up after " + Texts.seconds(atMost), e);
                }
                failed.accept(e, waited);
                sleep(pause, e);
            }
        }
    }

    private void sleep(Duration pause, SQLException failure) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
                if (stopped.getAsBoolean()) {
                    throw gaveUp("stopped while waiting for it", failure);
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gaveUp("interrupted while waiting for it", failure);
        }
    }

    private TrawlException gaveUp(String how, SQLException failure) {
        return new TrawlException(
                FailureKind.TRANSIENT,
                address + ": " + how + ": " + DatabaseFailures.detail(address, failure),
                failure);
    }
}
