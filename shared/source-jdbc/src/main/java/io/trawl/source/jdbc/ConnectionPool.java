package io.trawl.source.jdbc;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.ConnectionBudget;
import io.trawl.core.source.ConnectionBudget.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Lends connections of all databases of one source, within its budget.
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
        this.connections = new Connections(connector, budget::limit, clock);
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
            Lease lease = lease(start);
            try {
                Connection connection = takeUnlessRefused(database, start);
                if (connection != null) {
                    return use(database, connection, work);
                }
            } finally {
                lease.close();
            }
            pause(attempt);
        }
    }

    /** A connection, or null if the source has too many and there is patience left. */
    private Connection takeUnlessRefused(String database, Instant start) throws SQLException {
        try {
            return connections.take(database);
        } catch (SQLException e) {
            if (SqlFailures.kindOf(e) != FailureKind.THROTTLED) {
                throw e;
            }
            budget.throttled();
            connections.closeSurplus();
            if (isPatienceAtItsEnd(start)) {
                throw e;
            }
            return null;
        }
    }

    private <T> T use(String database, Connection connection, SqlWork<T> work) throws SQLException {
        boolean sound = false;
        try {
            T answer = work.with(connection);
            sound = true;
            lastSuccess = clock.instant();
            budget.succeeded();
            return answer;
        } catch (SQLException e) {
            sound = !SqlFailures.connectionLost(e);
            throw e;
        } finally {
            if (sound) {
                connections.giveBack(database, connection);
            } else {
                connections.drop(connection);
            }
        }
    }

    private boolean isPatienceAtItsEnd(Instant start) {
        Instant since = lastSuccess.isAfter(start) ? lastSuccess : start;
        return !clock.instant().isBefore(since.plus(patience));
    }

    private Lease lease(Instant start) {
        try {
            Lease lease = budget.acquire(patience);
            while (lease == null) {
                if (isPatienceAtItsEnd(start)) {
                    throw new TrawlException(
                            FailureKind.THROTTLED,
                            "no connection was free within " + patience.toSeconds() + " s, at " + budget.limit()
                                    + " allowed");
                }
                lease = budget.acquire(patience);
            }
            return lease;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
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

    /** Closes idle connections now, and those in use when they come back. */
    @Override
    public void close() {
        connections.close();
    }
}
