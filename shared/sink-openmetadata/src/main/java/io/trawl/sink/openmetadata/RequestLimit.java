package io.trawl.sink.openmetadata;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the requests in flight to what the server can bear. The limit doubles with each round trip until the server
 * first complains, then grows by one with each round trip; it halves on a complaint (429, 503, a timeout), once for all
 * the requests that were under way together. It does not grow while answers take much longer than the quickest.
 */
final class RequestLimit {

    private static final int START = 10;
    /** Answers below this are never called slow. */
    private static final long SLOW_NANOS = 250_000_000;

    private static final int SLOW_FACTOR = 4;

    private final int max;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition free = lock.newCondition();
    private volatile double limit; // changed under the lock
    private boolean probing = true;
    private int underWay;
    private long generation;
    private double quickest = Double.MAX_VALUE;

    /**
     * @param max never more than this, at least 1
     */
    RequestLimit(int max) {
        this.max = Math.max(1, max);
        this.limit = Math.min(this.max, START);
    }

    /** Waits for the right to send one request, to be given back with one of the other methods. */
    long acquire() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (underWay >= (int) limit) {
                free.await();
            }
            underWay++;
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** The server answered, well or badly, but not because it had too much to do. */
    void answered(long nanos) {
        release(() -> {
            quickest = Math.min(quickest * 1.001, nanos);
            if (nanos < SLOW_NANOS || nanos < SLOW_FACTOR * quickest) {
                limit = Math.min(max, limit + (probing ? 1 : 1 / limit));
            }
        });
    }

    /**
     * The server had too much to do.
     *
     * @param acquired what {@link #acquire} returned
     */
    void overloaded(long acquired) {
        release(() -> {
            if (acquired == generation) {
                limit = Math.max(1, limit / 2);
                generation++;
                probing = false;
            }
        });
    }

    /** No answer came that says anything about the server's load. */
    void unanswered() {
        release(() -> {});
    }

    private void release(Runnable learnt) {
        lock.lock();
        try {
            learnt.run();
            underWay--;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many are allowed now. */
    int current() {
        return (int) limit;
    }
}
