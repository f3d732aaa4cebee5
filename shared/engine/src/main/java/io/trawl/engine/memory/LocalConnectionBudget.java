package io.trawl.engine.memory;

import io.trawl.api.source.ConnectionBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The budget of one process. Leases are granted in the order of the requests.
 *
 * <p>A lower limit takes no lease back: none is granted until enough of them are closed. While there are more leases
 * than the limit allows, an earlier halving has yet to take effect, so another refusal changes nothing:
 * ten connections that are refused together halve the limit once.
 */
public final class LocalConnectionBudget implements ConnectionBudget {

    private final int size;
    private final Deque<CompletableFuture<Lease>> waiting = new ArrayDeque<>();
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

    @Override
    public CompletableFuture<Lease> request() {
        CompletableFuture<Lease> request = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(request);
        }
        request.whenComplete((lease, cancelled) -> leave(request));
        grant();
        return request;
    }

    private synchronized void leave(CompletableFuture<Lease> request) {
        waiting.remove(request);
    }

    /** Completes requests outside the lock, since their callbacks may do anything. */
    private void grant() {
        for (CompletableFuture<Lease> next = next(); next != null; next = next()) {
            OneLease lease = new OneLease();
            if (!next.complete(lease)) {
                lease.end();
            }
        }
    }

    /** Counts one more lease and returns the request that gets it; null if no lease is free or no request waits. */
    private synchronized @Nullable CompletableFuture<Lease> next() {
        if (leased >= (int) limit || waiting.isEmpty()) {
            return null;
        }
        leased++;
        return waiting.poll();
    }

    @Override
    public synchronized void throttled() {
        if (leased <= (int) limit) {
            limit = Math.max(1, (int) limit / 2);
        }
    }

    @Override
    public void succeeded() {
        synchronized (this) {
            // As many successes as there are connections add one connection.
            limit = Math.min(size, limit + 1 / limit);
        }
        grant();
    }

    @Override
    public synchronized int limit() {
        return (int) limit;
    }

    private final class OneLease implements Lease {
        private boolean closed;

        @Override
        public boolean isHeld() {
            synchronized (LocalConnectionBudget.this) {
                return !closed;
            }
        }

        @Override
        public void close() {
            end();
            grant();
        }

        private void end() {
            synchronized (LocalConnectionBudget.this) {
                leased -= closed ? 0 : 1;
                closed = true;
            }
        }
    }
}
