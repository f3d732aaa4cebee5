package io.trawl.source.jdbc;

import io.trawl.api.source.ConnectionBudget.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A lease and the physical connection that is open under it.
 *
 * @param lease held until {@link #close}
 * @param database where the connection leads; null if there is none yet
 * @param connection null if there is none yet
 * @param since when it was used last; null if it never was
 */
record PooledConnection(Lease lease, String database, Connection connection, Instant since) {

    /** A lease alone. */
    static PooledConnection empty(Lease lease) {
        return new PooledConnection(lease, null, null, null);
    }

    boolean leadsTo(String name) {
        return name.equals(database);
    }

    /** Whether nothing has to be closed before it leads to this database, or to {@link PooledConnections#ANY}. */
    boolean suits(String name) {
        return name == PooledConnections.ANY || connection == null || leadsTo(name);
    }

    /** Whether the connection was used before, so that it may have broken since without anybody noticing. */
    boolean isReused() {
        return since != null;
    }

    PooledConnection usedAt(Instant now) {
        return new PooledConnection(lease, database, connection, now);
    }

    /** Closes the connection, and keeps the lease. */
    void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is given up either way, and nothing was written through it.
            }
        }
    }

    /** Closes the connection and then the lease. */
    void close() {
        disconnect();
        lease.close();
    }
}
