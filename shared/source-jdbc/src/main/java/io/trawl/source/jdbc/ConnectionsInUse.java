package io.trawl.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The connections that are at work, to be broken off if a stop would have to wait for them. */
final class ConnectionsInUse {

    /** How long a read may go on after a stop. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());

    synchronized void add(Connection connection) {
        connections.add(connection);
    }

    synchronized void remove(Connection connection) {
        connections.remove(connection);
    }

    private synchronized List<Connection> all() {
        return List.copyOf(connections);
    }

    /** Breaks off, after {@link #GRACE}, what is at work then. Returns at once. */
    void abortAfterGrace() {
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> all().forEach(ConnectionsInUse::abort));
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It has ended by itself.
        }
    }
}
