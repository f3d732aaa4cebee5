package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.api.source.SourceStoppedException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The leases of a pool, with their sessions, and the callers that wait for one. Callers are served in order, by a session that
 * comes back or a lease that is granted, whichever comes first. As many leases are requested as there are callers waiting.
 *
 * <p>Sessions are closed outside the lock, since that may take long.
 */
public final class PooledSessions<S> {

    /** In the place of a database: whichever a session leads to. */
    static final String ANY = null;

    private record Waiter<S>(String database, CompletableFuture<PooledSession<S>> served) {}

    private final SessionFactory<S> sessions;
    private final ConnectionBudget budget;
    private final Clock clock;
    /** Last used first. */
    private final Deque<PooledSession<S>> idle = new ArrayDeque<>();

    private final Deque<Waiter<S>> waiters = new ArrayDeque<>();
    private final Deque<CompletableFuture<Lease>> requests = new ArrayDeque<>();
    private int inUse;
    private boolean closed;
    private boolean stopped;

    PooledSessions(SessionFactory<S> sessions, ConnectionBudget budget, Clock clock) {
        this.sessions = sessions;
        this.budget = budget;
        this.clock = clock;
        budget.onPressure(() -> trim(true));
    }

    /** Asks for a slot, best with a session to this database, or {@link #ANY}; to be {@link #withdraw withdrawn} or given back. */
    CompletableFuture<PooledSession<S>> ask(String database) {
        trim(false);
        CompletableFuture<PooledSession<S>> served = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                served.completeExceptionally(sourceIsClosed());
            } else if (stopped) {
                served.completeExceptionally(new SourceStoppedException(null));
            } else {
                waiters.add(new Waiter<>(database, served));
                serve(false);
            }
        }
        return served;
    }

    /** Ends a caller's wait; if it was served at the same moment, the session goes to the next caller. */
    void withdraw(CompletableFuture<PooledSession<S>> served) {
        synchronized (this) {
            if (waiters.removeIf(waiter -> waiter.served() == served)) {
                balance();
                return;
            }
        }
        if (!served.isCompletedExceptionally()) {
            PooledSession<S> slot = served.join();
            if (slot.session() == null) {
                discard(slot);
            } else {
                giveBack(slot);
            }
        }
    }

    /** A sound session is not used any more. */
    void giveBack(PooledSession<S> slot) {
        synchronized (this) {
            inUse--;
            // Also when closed: then it is surplus.
            idle.addFirst(slot);
        }
        trim(false);
    }

    /** A session is of no use any more, or there is none. */
    void discard(PooledSession<S> slot) {
        synchronized (this) {
            inUse--;
        }
        slot.close(sessions);
    }

    /**
     * Closes idle sessions that should not be, and gives the others to those who wait.
     *
     * @param scarce whether a lease is not to be had, so that sessions to other databases give way
     */
    void trim(boolean scarce) {
        List<PooledSession<S>> surplus;
        synchronized (this) {
            surplus = surplus();
            serve(scarce);
        }
        surplus.forEach(each -> each.close(sessions));
    }

    /** Takes out of the idle what has rested for long, has lost its lease, or is above the limit. */
    private List<PooledSession<S>> surplus() {
        List<PooledSession<S>> surplus = new ArrayList<>();
        Instant rested = clock.instant().minus(SessionPool.REST);
        for (Iterator<PooledSession<S>> slots = idle.iterator(); slots.hasNext(); ) {
            PooledSession<S> slot = slots.next();
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
            PooledSession<S> slot = takeIdle(waiters.peek().database(), scarce);
            if (slot == null) {
                break;
            }
            inUse++;
            waiters.poll().served().complete(slot);
        }
        balance();
    }

    /** An idle session of the database, or else the one idle longest of another, if there is room for no other. */
    private PooledSession<S> takeIdle(String database, boolean scarce) {
        for (Iterator<PooledSession<S>> slots = idle.iterator(); slots.hasNext(); ) {
            PooledSession<S> slot = slots.next();
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
            Waiter<S> first = waiters.poll();
            if (first != null) {
                inUse++;
                first.served().complete(PooledSession.empty(lease));
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
        List<PooledSession<S>> resting;
        synchronized (this) {
            resting = List.copyOf(idle);
            idle.clear();
        }
        resting.forEach(each -> each.close(sessions));
    }

    /** Serves no request any more; those that wait fail with {@link SourceStoppedException}. */
    synchronized void stop() {
        stopped = true;
        failWaiters(new SourceStoppedException(null));
    }

    /** Closes idle sessions now, those in use when they come back, and serves no request any more. */
    void close() {
        synchronized (this) {
            closed = true;
            failWaiters(sourceIsClosed());
        }
        trim(false);
    }

    private void failWaiters(Exception why) {
        List<Waiter<S>> failed = List.copyOf(waiters);
        waiters.clear();
        balance();
        failed.forEach(waiter -> waiter.served().completeExceptionally(why));
    }

    /** What a closed pool answers. */
    private static TrawlException sourceIsClosed() {
        return new TrawlException(FailureKind.TRANSIENT, "the source is closed");
    }
}
