package io.trawl.source.jdbc;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.api.source.SourceStoppedException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who uses which lease of a pool. Whoever waits is served in order, by a connection that comes back or a lease that is
 * granted, whichever comes first. While somebody waits, as many leases are asked for as there are that wait.
 *
 * <p>Connections are closed outside the lock, since that may take long.
 */
final class PooledConnections {

    /** An idle connection is closed after so long, so that a process that rests does not sit on a shared budget. */
    static final Duration REST = Duration.ofSeconds(30);

    /** In the place of a database: whichever a connection leads to. */
    static final String ANY = null;

    private record Waiter(String database, CompletableFuture<PooledConnection> served) {}

    private final ConnectionBudget budget;
    private final Clock clock;
    /** Last used first. */
    private final Deque<PooledConnection> idle = new ArrayDeque<>();

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Deque<CompletableFuture<Lease>> requests = new ArrayDeque<>();
    private int inUse;
    private boolean closed;
    private boolean stopped;

    PooledConnections(ConnectionBudget budget, Clock clock) {
        this.budget = budget;
        this.clock = clock;
        budget.onPressure(() -> trim(true));
    }

    /** Asks for a slot, best with a connection to this database, or {@link #ANY}; to be {@link #withdraw withdrawn} or given back. */
    CompletableFuture<PooledConnection> ask(String database) {
        trim(false);
        CompletableFuture<PooledConnection> served = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                served.completeExceptionally(sourceIsClosed());
            } else if (stopped) {
                served.completeExceptionally(new SourceStoppedException(null));
            } else {
                waiters.add(new Waiter(database, served));
                serve(false);
            }
        }
        return served;
    }

    /** Somebody does not wait any more; if he was served at the same moment, the slot goes to the next. */
    void withdraw(CompletableFuture<PooledConnection> served) {
        synchronized (this) {
            if (waiters.removeIf(waiter -> waiter.served() == served)) {
                balance();
                return;
            }
        }
        if (!served.isCompletedExceptionally()) {
            PooledConnection slot = served.join();
            if (slot.connection() == null) {
                discard(slot);
            } else {
                giveBack(slot);
            }
        }
    }

    /** A sound connection is not used any more. */
    void giveBack(PooledConnection slot) {
        synchronized (this) {
            inUse--;
            // Also when closed: then it is surplus.
            idle.addFirst(slot);
        }
        trim(false);
    }

    /** A connection is of no use any more, or there is none. */
    void discard(PooledConnection slot) {
        synchronized (this) {
            inUse--;
        }
        slot.close();
    }

    /**
     * Closes idle connections that should not be, and gives the others to those who wait.
     *
     * @param scarce whether a lease is not to be had, so that connections to other databases give way
     */
    void trim(boolean scarce) {
        List<PooledConnection> surplus;
        synchronized (this) {
            surplus = surplus();
            serve(scarce);
        }
        surplus.forEach(PooledConnection::close);
    }

    /** Takes out of the idle what has rested for long, has lost its lease, or is above the limit. */
    private List<PooledConnection> surplus() {
        List<PooledConnection> surplus = new ArrayList<>();
        Instant rested = clock.instant().minus(REST);
        for (Iterator<PooledConnection> slots = idle.iterator(); slots.hasNext(); ) {
            PooledConnection slot = slots.next();
            if (closed || !slot.lease().isHeld() || !slot.since().isAfter(rested)) {
                slots.remove();
                surplus.add(slot);
            }
        }
        int limit = budget.limit();
        while (!idle.isEmpty() && idle.size() + inUse > limit) {
            surplus.add(idle.removeLast());
        }
        return surplus;
    }

    private void serve(boolean scarce) {
        while (!waiters.isEmpty() && !idle.isEmpty()) {
            PooledConnection slot = takeIdle(waiters.peek().database(), scarce);
            if (slot == null) {
                break;
            }
            inUse++;
            waiters.poll().served().complete(slot);
        }
        balance();
    }

    /** An idle connection of the database, or else the one idle longest of another, if there is room for no other. */
    private PooledConnection takeIdle(String database, boolean scarce) {
        for (Iterator<PooledConnection> slots = idle.iterator(); slots.hasNext(); ) {
            PooledConnection slot = slots.next();
            if (slot.suits(database)) {
                slots.remove();
                return slot;
            }
        }
        return scarce || idle.size() + inUse >= budget.limit() ? idle.pollLast() : null;
    }

    /** A request may be granted while it is made, and that comes back here. */
    private void balance() {
        while (requests.size() != waiters.size()) {
            if (requests.size() > waiters.size()) {
                requests.removeLast().cancel(false);
            } else {
                CompletableFuture<Lease> request = budget.request();
                requests.add(request);
                request.thenAccept(lease -> granted(request, lease));
            }
        }
    }

    private void granted(CompletableFuture<Lease> request, Lease lease) {
        synchronized (this) {
            requests.remove(request);
            Waiter first = waiters.poll();
            if (first != null) {
                inUse++;
                first.served().complete(PooledConnection.empty(lease));
            }
            balance();
            if (first != null) {
                return;
            }
        }
        lease.close();
    }

    /** Closes what is idle. */
    void rest() {
        List<PooledConnection> resting;
        synchronized (this) {
            resting = List.copyOf(idle);
            idle.clear();
        }
        resting.forEach(PooledConnection::close);
    }

    /** Serves no request any more; those that wait fail with {@link SourceStoppedException}. */
    synchronized void stop() {
        stopped = true;
        failWaiters(new SourceStoppedException(null));
    }

    /** Closes idle connections now, those in use when they come back, and serves no request any more. */
    void close() {
        synchronized (this) {
            closed = true;
            failWaiters(sourceIsClosed());
        }
        trim(false);
    }

    private void failWaiters(Exception why) {
        List<Waiter> failed = List.copyOf(waiters);
        waiters.clear();
        balance();
        failed.forEach(waiter -> waiter.served().completeExceptionally(why));
    }

    /** What a closed pool answers. */
    static SQLException sourceIsClosed() {
        return new SQLException("the source is closed", "08003");
    }
}
