package io.trawl.core.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The budget of one process. Leases are granted in the order they were asked for.
 *
 * <p>A shrinking limit takes no lease back: nothing is granted until enough of them are closed. While more leases are
 * out than the limit allows, an earlier halving has yet to take effect, so another refusal of that moment halves nothing:
 * ten connections refused together are one piece of news, not ten.
 */
public final class LocalConnectionBudget implements ConnectionBudget {

    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private double limit;
    private int leased;

    /**
     * @param size the most connections ever allowed, at least 1
     */
    public LocalConnectionBudget(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("connection budget: " + size + " is below 1");
        }
        this.size = size;
        this.limit = size;
    }

    private final class Waiter {
        private final Condition condition = lock.newCondition();
        private boolean granted;
    }

    @Override
    public Lease acquire(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter waiter = new Waiter();
            waiters.add(waiter);
            grant();
            long nanos = patience.toNanos();
            try {
                while (!waiter.granted && nanos > 0) {
                    nanos = waiter.condition.awaitNanos(nanos);
                }
            } catch (InterruptedException e) {
                leave(waiter);
                throw e;
            }
            if (!waiter.granted) {
                leave(waiter);
                return null;
            }
            return new OneLease();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody stops waiting; a grant that came at the same moment goes to the next. */
    private void leave(Waiter waiter) {
        if (waiter.granted) {
            leased--;
            grant();
        } else {
            waiters.remove(waiter);
        }
    }

    private void grant() {
        while (leased < (int) limit && !waiters.isEmpty()) {
            Waiter next = waiters.poll();
            next.granted = true;
            leased++;
            next.condition.signal();
        }
    }

    @Override
    public void throttled() {
        lock.lock();
        try {
            if (leased <= (int) limit) {
                limit = Math.max(1, (int) limit / 2);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void succeeded() {
        lock.lock();
        try {
            // As many successes as there are connections add one connection.
            limit = Math.min(size, limit + 1 / limit);
            grant();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int limit() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }

    private final class OneLease implements Lease {
        private boolean closed;

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    leased--;
                    grant();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
