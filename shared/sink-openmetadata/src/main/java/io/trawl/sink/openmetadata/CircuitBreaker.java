package io.trawl.sink.openmetadata;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops requests to a server that does not answer. The circuit opens when calls have failed one after the other, each
 * with all of its attempts, and nothing was answered in between; calls that were under way together count as one. From
 * then on calls fail at once, but for one attempt every half minute, and the first answer closes it. Safe for use by
 * several threads.
 */
final class CircuitBreaker {

    static final Duration PAUSE = Duration.ofSeconds(30);

    private final int most;
    private final LongSupplier nanos;
    private long answers;
    private int failures;
    private boolean open;
    private long nextAttempt;

    /**
     * @param most so many failed calls in a row open the circuit
     * @param nanos the time, as of {@link System#nanoTime}
     */
    CircuitBreaker(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** What had happened when a call began. */
    record Start(long answers, int failures) {}

    synchronized Start start() {
        return new Start(answers, failures);
    }

    /** Whether an attempt may be made now. */
    synchronized boolean allows() {
        if (!open) {
            return true;
        }
        boolean due = nanos.getAsLong() - nextAttempt >= 0;
        if (due) {
            nextAttempt = nanos.getAsLong() + PAUSE.toNanos();
        }
        return due;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Whether nothing was answered since a call began. */
    synchronized boolean isSilentSince(Start start) {
        return answers == start.answers();
    }

    /** The server answered something that can be used, be it a refusal. */
    synchronized void answered() {
        answers++;
        failures = 0;
        open = false;
    }

    /**
     * A call has failed with all of its attempts.
     *
     * @return whether the circuit has opened by this
     */
    synchronized boolean failed(Start start) {
        if (open || answers != start.answers() || failures != start.failures()) {
            return false;
        }
        failures++;
        open = failures >= most;
        nextAttempt = nanos.getAsLong() + PAUSE.toNanos();
        return open;
    }
}
