package io.trawl.source.jdbc;

import io.trawl.api.workflow.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Access to the databases of one server.
 *
 * @param pool where connections come from
 * @param messages how failures are told
 * @param retries of what is read patiently
 */
public record Databases(ConnectionPool pool, Messages messages, RetryPolicy retries) {

    /** Enough to outlast a server that is restarted. */
    public static final RetryPolicy RETRIES = new RetryPolicy(4, Duration.ofMillis(500), 3, Duration.ofSeconds(10));

    /** Reads once. */
    public <T> T read(String name, SqlWork<T> work) throws SQLException {
        return pool.with(name, work);
    }

    /**
     * Reads, and again if the connection breaks or the server says that the reason passes. That nobody answers at all is told
     * at once: an address that is wrong does not get right by waiting.
     */
    public <T> T readOnceReached(String name, SqlWork<T> work) throws SQLException {
        return retrying()
                .read(
                        () -> pool.with(name, work),
                        failure -> !SqlFailures.outOfReach(failure) && !SqlFailures.lockTimedOut(failure));
    }

    /**
     * Reads, and again if it fails for a reason that passes; each attempt has a lease of its own. One that waited for a lock
     * in vain has waited long enough.
     */
    public <T> T readPatiently(String name, SqlWork<T> work) throws SQLException {
        return retrying().read(() -> pool.with(name, work), failure -> !SqlFailures.lockTimedOut(failure));
    }

    /** Repeats reads, with pauses that end when the source is stopped. */
    ReadRetry retrying() {
        return new ReadRetry(retries, new SplittableRandom(), pool::pause);
    }
}
