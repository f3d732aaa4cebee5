package io.trawl.source.kit;

import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Access to the databases of one server.
 *
 * @param <S> a session
 * @param pool where sessions come from
 * @param messages words failures for the user
 * @param retries how often and after which pauses a read is repeated
 * @param home the database that every session is opened for; null if each is opened for the one that it reads
 */
public record DatabaseAccess<S>(
        SessionPool<S> pool,
        Messages messages,
        RetryPolicy retries,
        @Nullable String home) {

    /** Soon at first, since most failures are over at once, and in all enough to outlast a server that is restarted. */
    public static final RetryPolicy RETRIES = new RetryPolicy(5, Duration.ofMillis(100), 4, Duration.ofSeconds(10));

    /** Reads once. */
    <T> T read(String name, SessionWork<S, T> work) throws Exception {
        return pool.with(home == null ? name : home, work);
    }

    /**
     * Reads, and again if the session breaks or the server says that the reason passes. If no server answers, this fails at
     * once: a wrong address does not become right by waiting.
     */
    <T> T readOnceReached(String name, SessionWork<S, T> work) throws Exception {
        return retrying().read(() -> read(name, work), reach -> reach != Reach.UNREACHABLE && reach != Reach.LOCK);
    }

    /**
     * Reads, and again if it fails for a reason that passes; each attempt has a lease of its own. A read that waited
     * in vain for a lock is not repeated: it has waited long enough.
     */
    <T> T readWithRetry(String name, SessionWork<S, T> work) throws Exception {
        return retrying().read(() -> read(name, work), reach -> reach != Reach.LOCK);
    }

    /** Repeats reads, with pauses that end when the source is stopped. */
    ReadRetry retrying() {
        return new ReadRetry(retries, new SplittableRandom(), pool::pause, messages.failures());
    }
}
