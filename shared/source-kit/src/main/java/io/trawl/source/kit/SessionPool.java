package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lends sessions of all databases of one source, within its budget.
 *
 * <p>A lease of the budget stands for one physical session, in use or idle, and is held exactly as long as it is open.
 * Callers wait in order for a session that comes back or a lease for a new one; an idle session to another database
 * gives way. Sessions above the budget's limit, and those whose lease has ended, are closed at once if they are idle,
 * and when they come back if they are in use.
 *
 * <p>A refusal for too many sessions is no failure: the budget shrinks, and the caller waits and tries again. It gives up
 * when no use of any session has succeeded for {@link #PATIENCE}. If only one database is full, it gives up when nothing has
 * succeeded in that database for a shorter time. No lease is held during a pause. Other failures to connect are thrown.
 */
public final class SessionPool<S> implements AutoCloseable {

    /** Between refusals: from a tenth of a second to five. */
    public static final RetryPolicy BACKOFF =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), 1.6, Duration.ofSeconds(5));
    /** An idle session is closed after so long, so that a process that rests does not sit on a shared budget. */
    public static final Duration REST = Duration.ofSeconds(30);
    /** How long nothing may succeed before a wait becomes a failure. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The same if only one database has no session left. */
    static final Duration DATABASE_PATIENCE = Duration.ofSeconds(10);

    /** In the place of a database: all of them together. */
    private static final String ALL = "";

    private final SessionFactory<S> sessions;
    private final SessionOpener<S> opener;
    private final PooledSessions<S> slots;
    private final StopSignal<S> stop;
    /** When reads have succeeded last, by database; for {@link #ALL} in any of them. */
    private final Map<String, Instant> successes = new ConcurrentHashMap<>();

    private final ConnectionBudget budget;
    private final RetryPolicy backoff;
    private final Duration patience;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param sessions opens and ends sessions
     * @param budget leases the right to have one
     * @param backoff the pauses between refusals
     * @param patience how long a caller waits while no use of any session succeeds
     * @param clock measures the patience
     * @param random spreads the pauses; used by several threads, one at a time
     */
    public SessionPool(
            SessionFactory<S> sessions,
            ConnectionBudget budget,
            RetryPolicy backoff,
            Duration patience,
            Clock clock,
            RandomGenerator random) {
        this.sessions = sessions;
        this.opener = new SessionOpener<>(sessions, budget.linger(), clock);
        this.slots = new PooledSessions<>(sessions, budget, clock);
        this.stop = new StopSignal<>(sessions);
        this.budget = budget;
        this.backoff = backoff;
        this.patience = patience;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads something with a session to a database. Not to be nested: a second session might never come.
     *
     * @param work reads only: it is done again on another session if the first one had been idle and turns out to be
     *     broken, since then it broke before this work
     * @throws Exception what connecting or the work threw; a session that may be broken is dropped
     * @throws TrawlException if the thread was interrupted or its patience came to an end
     * @throws SourceStoppedException if {@link #stop} was called
     */
    public <T> T with(String database, SessionWork<S, T> work) throws Exception {
        Instant start = clock.instant();
        int refusals = 0;
        while (true) {
            PooledSession<S> slot = connectUnlessRefused(await(database, start), database, start);
            if (slot == null) {
                refusals++;
                pause(backoffAfter(refusals));
                continue;
            }
            try {
                return use(slot, database, work);
            } catch (TrawlException e) {
                throw e;
            } catch (Exception e) {
                if (!slot.isReused() || !sessions.sessionLost(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Waits until there is a session to use, or the right to open one, and keeps it for the next use.
     *
     * @return false if there was none in that time, or if the source was stopped
     * @throws TrawlException if the thread was interrupted
     */
    public boolean await(Duration atMost) {
        CompletableFuture<PooledSession<S>> served = slots.ask(PooledSessions.ANY);
        try {
            slots.giveBack(served.get(atMost.toNanos(), TimeUnit.NANOSECONDS).usedAt(clock.instant()));
            return true;
        } catch (TimeoutException | ExecutionException e) {
            slots.withdraw(served);
            return false;
        } catch (InterruptedException e) {
            slots.withdraw(served);
            throw interrupted(e);
        }
    }

    /** How many sessions the budget allows now; at least one. */
    int limit() {
        return budget.limit();
    }

    /** A slot, whose session may lead elsewhere or not exist yet. */
    private PooledSession<S> await(String database, Instant start) throws Exception {
        CompletableFuture<PooledSession<S>> served = slots.ask(database);
        try {
            while (true) {
                try {
                    return served.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (hasPassed(patience, start, ALL)) {
                        slots.withdraw(served);
                        throw budget.exhausted(patience);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            slots.withdraw(served);
            throw interrupted(e);
        }
    }

    /** The slot connected, or null if the lease was lost, or if the source has too many and there is patience left. */
    private @Nullable PooledSession<S> connectUnlessRefused(PooledSession<S> slot, String database, Instant start)
            throws Exception {
        CompletableFuture<PooledSession<S>> attempt = opener.connect(slot, database);
        try {
            PooledSession<S> connected = stop.await(attempt);
            if (connected == null) {
                slots.discard(PooledSession.empty(slot.lease()));
            }
            return connected;
        } catch (ExecutionException e) {
            slots.discard(PooledSession.empty(slot.lease()));
            Exception failure = failure(e);
            if (failure instanceof TrawlException
                    || sessions.classify(failure) != FailureKind.THROTTLED
                    || !mayTryAgain(failure, database, start)) {
                throw failure;
            }
            return null;
        } catch (InterruptedException e) {
            discardAfter(attempt, slot);
            throw interrupted(e);
        } catch (SourceStoppedException e) {
            discardAfter(attempt, slot);
            throw e;
        }
    }

    /** The lease is held until the attempt that is not waited for any more has ended. */
    private void discardAfter(CompletableFuture<PooledSession<S>> attempt, PooledSession<S> slot) {
        attempt.whenComplete((connected, failure) ->
                slots.discard(connected == null ? PooledSession.empty(slot.lease()) : connected));
    }

    /** After a refusal: takes note of it, and says whether there is patience left. */
    private boolean mayTryAgain(Exception refusal, String database, Instant start) {
        if (sessions.reach(refusal) == Reach.DATABASE) {
            return !hasPassed(DATABASE_PATIENCE, start, database);
        }
        budget.throttled();
        slots.trim(false);
        return !hasPassed(patience, start, ALL);
    }

    private <T> T use(PooledSession<S> slot, String database, SessionWork<S, T> work) throws Exception {
        boolean sound = false;
        stop.begin(slot.session());
        try {
            if (stop.isSet()) {
                throw new SourceStoppedException(null);
            }
            T answer = work.with(slot.session());
            sound = true;
            successes.put(database, clock.instant());
            successes.put(ALL, clock.instant());
            budget.succeeded();
            return answer;
        } catch (TrawlException e) {
            throw e;
        } catch (Exception e) {
            OutOfMemory.check(e);
            sound = !sessions.sessionLost(e);
            if (!sound && stop.isSet()) {
                throw new SourceStoppedException(e);
            }
            throw e;
        } finally {
            stop.end(slot.session());
            if (sound) {
                slots.giveBack(slot.usedAt(clock.instant()));
            } else {
                slots.discard(slot);
            }
        }
    }

    private boolean hasPassed(Duration patience, Instant start, String database) {
        Instant lastSuccess = successes.getOrDefault(database, Instant.MIN);
        Instant since = lastSuccess.isAfter(start) ? lastSuccess : start;
        return !clock.instant().isBefore(since.plus(patience));
    }

    private Duration backoffAfter(int refusals) {
        synchronized (random) {
            return backoff.pauseAfter(refusals, random);
        }
    }

    /**
     * Waits for so long.
     *
     * @throws TrawlException if the thread was interrupted
     * @throws SourceStoppedException if {@link #stop} was called
     */
    public void pause(Duration duration) {
        try {
            stop.pause(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Exception failure(ExecutionException e) {
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return (Exception) e.getCause();
    }

    private static TrawlException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TrawlException(FailureKind.TRANSIENT, "interrupted while waiting for a connection", e);
    }

    /** Closes idle sessions now. */
    public void rest() {
        slots.rest();
    }

    /**
     * Ends every wait with {@link SourceStoppedException}, now and from now on; work that has begun has {@link
     * StopSignal#GRACE} to end. Returns at once.
     */
    public void stop() {
        stop.set();
        slots.stop();
    }

    /** Closes idle sessions now, and those in use when they come back. */
    @Override
    public void close() {
        slots.close();
    }
}
