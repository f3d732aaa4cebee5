package io.trawl.source.kit;

import io.trawl.api.source.ConnectionBudget.Lease;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease and the session that is open under it.
 *
 * @param lease held until {@link #close}
 * @param database that the session was opened for; null if there is none yet
 * @param session null if there is none yet
 * @param since when it was used last; null if it never was
 */
record PooledSession<S>(
        Lease lease,
        @Nullable String database,
        @Nullable S session,
        @Nullable Instant since) {

    /** A lease alone. */
    static <S> PooledSession<S> empty(Lease lease) {
        return new PooledSession<>(lease, null, null, null);
    }

    boolean leadsTo(String name) {
        return name.equals(database);
    }

    /** Whether nothing has to be closed before it leads to this database, or to {@link PooledSessions#ANY}. */
    boolean suits(String name) {
        return name == PooledSessions.ANY || session == null || leadsTo(name);
    }

    /** Whether the session was used before, so that it may have broken since without anybody noticing. */
    boolean isReused() {
        return since != null;
    }

    PooledSession<S> usedAt(Instant now) {
        return new PooledSession<>(lease, database, session, now);
    }

    /** Closes the session, and keeps the lease. */
    void disconnect(SessionFactory<S> sessions) {
        if (session != null) {
            sessions.close(session);
        }
    }

    /** Closes the session and then the lease. */
    void close(SessionFactory<S> sessions) {
        disconnect(sessions);
        lease.close();
    }
}
