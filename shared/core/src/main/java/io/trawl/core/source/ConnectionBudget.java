package io.trawl.core.source;

import java.time.Duration;

/**
 * How many connections a source may have, across everything that shares this budget. It shrinks when the source says it
 * has too many and creeps back on success (additive increase, multiplicative decrease).
 */
public interface ConnectionBudget {

    /**
     * Waits for the right to have one connection.
     *
     * @param patience how long to wait at most
     * @return the right, or null if none was free in time
     * @throws InterruptedException if the thread was interrupted while waiting
     */
    Lease acquire(Duration patience) throws InterruptedException;

    /** The source refused a connection because it has too many: the budget halves, to no less than one. */
    void throttled();

    /** A connection did its work: the budget creeps back towards its configured size. */
    void succeeded();

    /** How many connections are allowed at this moment; at least one. */
    int limit();

    /** The right to have one connection until it is closed. Closing twice does nothing. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
