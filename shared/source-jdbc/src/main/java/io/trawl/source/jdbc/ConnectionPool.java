package io.trawl.source.jdbc;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.ConnectionBudget;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Lends connections of all databases of one source, within its budget.
 *
 * <p>A lease of the budget stands for one physical connection, in use or idle, and is held exactly as long as it is open.
 * Callers wait in order for a connection that comes back or a lease for a new one; an idle connection to another database
 * gives way. Connections above the budget's limit, and those whose lease has ended, are closed at once if they are idle,
 * and when they come back if they are in use.
 *
 * <p>A refusal for too many connections is no failure: the budget shrinks and the caller waits, with pauses. It waits as
 * long as others get on; patience ends when nothing at all has succeeded for its time. No lease is held during a pause.
 * Other failures to connect are the caller's to judge.
 */
public final class ConnectionPool implements AutoCloseable {

    /** Between refusals: from a tenth of a second to five. */
    public static final RetryPolicy BACKOFF =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), 1.6, Duration.ofSeconds(5));
    /** How long nothing may succeed before a wait becomes a failure. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Connections connections;
    private final Slots slots;
    private final ConnectionBudget budget;
    private final RetryPolicy backoff;
    private final Duration patience;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile Instant lastSuccess = Instant.MIN;

    /**
     * @param connector opens connections
     * @param budget leases the right to have one
     * @param backoff the pauses between refusals
     * @param patience how long a caller waits while no use of any connection succeeds
     * @param clock measures the patience
     * @param random spreads the pauses; used by several threads, one at a time
     */
    public ConnectionPool(
            Connector connector,
            ConnectionBudget budget,
            RetryPolicy backoff,
            Duration patience,
            Clock clock,
            RandomGenerator random) {
        this.connections = new Connections(connector, budget.linger(), clock);
        this.slots = new Slots(budget, clock);
        this.budget = budget;
        this.backoff = backoff;
        this.patience = patience;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Does something with a connection to a database. Not to be nested: a second connection might never come.
     *
     * @throws SQLException what connecting or the work threw; a connection that may be broken is dropped
     * @throws TrawlException if the thread was interrupted or its patience came to an end
     */
    public <T> T with(String database, SqlWork<T> work) throws SQLException {
        Instant start = clock.instant();
        for (int attempt = 1; ; attempt++) {
            Slot slot = connectUnlessRefused(await(database, start), database, start);
            if (slot != null) {
                return use(slot, work);
            }
            pause(attempt);
        }
    }

    /**
     * Waits until there is a connection to use, or the right to open one, and keeps it for the next use.
     *
     * @return false if there was none in that time
     * @throws TrawlException if the thread was interrupted
     */
    public boolean await(Duration atMost) {
        CompletableFuture<Slot> served = slots.ask(Slots.ANY);
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

    /** A slot, whose connection may lead elsewhere or not exist yet. */
    private Slot await(String database, Instant start) throws SQLException {
        CompletableFuture<Slot> served = slots.ask(database);
        try {
            while (true) {
                try {
                    return served.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (isPatienceAtItsEnd(start)) {
                        slots.withdraw(served);
                        throw budget.exhausted(patience);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw Slots.sourceIsClosed();
        } catch (InterruptedException e) {
            slots.withdraw(served);
            throw interrupted(e);
        }
    }

    /** The slot connected, or null if the lease was lost, or if the source has too many and there is patience left. */
    private Slot connectUnlessRefused(Slot slot, String database, Instant start) throws SQLException {
        Slot connected = null;
        try {
            connected = connections.connect(slot, database);
            return connected;
        } catch (SQLException e) {
            if (SqlFailures.kindOf(e) != FailureKind.THROTTLED) {
                throw e;
            }
            budget.throttled();
            slots.trim(false);
            if (isPatienceAtItsEnd(start)) {
                throw e;
            }
            return null;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (connected == null) {
                slots.discard(Slot.empty(slot.lease()));
            }
        }
    }

    private <T> T use(Slot slot, SqlWork<T> work) throws SQLException {
        boolean sound = false;
        try {
            T answer = work.with(slot.connection());
            sound = true;
            lastSuccess = clock.instant();
            budget.succeeded();
            return answer;
        } catch (SQLException e) {
            sound = !SqlFailures.connectionLost(e);
            throw e;
        } finally {
            if (sound) {
                slots.giveBack(slot.usedAt(clock.instant()));
            } else {
                slots.discard(slot);
            }
        }
    }

    private boolean isPatienceAtItsEnd(Instant start) {
        Instant since = lastSuccess.isAfter(start) ? lastSuccess : start;
        return !clock.instant().isBefore(since.plus(patience));
    }

    private void pause(int attempt) {
        try {
            Duration pause;
            synchronized (random) {
                pause = backoff.pauseAfter(attempt, random);
            }
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TrawlException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TrawlException(FailureKind.TRANSIENT, "interrupted while waiting for a connection", e);
    }

    /** Closes idle connections now. */
    public void rest() {
        slots.rest();
    }

    /** Closes idle connections now, and those in use when they come back. */
    @Override
    public void close() {
        slots.close();
    }
}
