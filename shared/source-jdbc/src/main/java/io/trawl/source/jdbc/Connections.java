package io.trawl.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.IntSupplier;

/**
 * The physical connections of a pool. Who takes one holds a lease, so there are never more in use than the budget allows;
 * idle ones give way until the sum is within the limit as well.
 */
final class Connections {

    /** After so long without use a firewall may have cut a connection silently: it is asked first. */
    private static final Duration TRUSTED_IDLE = Duration.ofSeconds(30);

    private static final int VALIDATION_SECONDS = 5;

    private record Idle(String database, Connection connection, Instant since) {}

    private final Connector connector;
    private final IntSupplier limit;
    private final Clock clock;
    /** Last used first. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private int inUse;
    private boolean closed;

    Connections(Connector connector, IntSupplier limit, Clock clock) {
        this.connector = connector;
        this.limit = limit;
        this.clock = clock;
    }

    /** An idle connection of the database, or else a new one. */
    Connection take(String database) throws SQLException {
        for (Idle candidate = reserve(database); candidate != null; candidate = reserve(database)) {
            if (isSound(candidate)) {
                return candidate.connection();
            }
            drop(candidate.connection());
        }
        boolean opened = false;
        try {
            Connection connection = connector.connect(database);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                synchronized (this) {
                    inUse--;
                }
            }
        }
    }

    /** Counts one more in use: an idle one, or null if one must be opened, and then there is room for it. */
    private synchronized Idle reserve(String database) throws SQLException {
        if (closed) {
            throw new SQLException("the source is closed", "08003");
        }
        for (Iterator<Idle> candidates = idle.iterator(); candidates.hasNext(); ) {
            Idle candidate = candidates.next();
            if (candidate.database().equals(database)) {
                candidates.remove();
                inUse++;
                return candidate;
            }
        }
        inUse++;
        closeSurplus();
        return null;
    }

    private boolean isSound(Idle candidate) throws SQLException {
        boolean trusted = candidate.since().plus(TRUSTED_IDLE).isAfter(clock.instant());
        return trusted || candidate.connection().isValid(VALIDATION_SECONDS);
    }

    synchronized void giveBack(String database, Connection connection) {
        inUse--;
        if (closed) {
            closeQuietly(connection);
        } else {
            idle.addFirst(new Idle(database, connection, clock.instant()));
            closeSurplus();
        }
    }

    void drop(Connection connection) {
        closeQuietly(connection);
        synchronized (this) {
            inUse--;
        }
    }

    /** Closes what has been idle longest until all connections together are within the limit. */
    synchronized void closeSurplus() {
        while (!idle.isEmpty() && idle.size() + inUse > limit.getAsInt()) {
            closeQuietly(idle.removeLast().connection());
        }
    }

    synchronized void close() {
        closed = true;
        idle.forEach(each -> closeQuietly(each.connection()));
        idle.clear();
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up either way, and nothing was written through it.
        }
    }
}
