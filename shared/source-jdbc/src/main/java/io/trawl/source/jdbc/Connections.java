package io.trawl.source.jdbc;

import io.trawl.api.util.OutOfMemory;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens what is to be used under a lease. */
final class Connections {

    /** After so long without use a firewall may have cut a connection silently: it is asked first. */
    private static final Duration TRUSTED_IDLE = Duration.ofSeconds(10);

    private static final int VALIDATION_SECONDS = 5;

    private final Connector connector;
    private final Duration linger;
    private final Clock clock;

    /**
     * @param linger how long after one connection was closed its lease may be used for the next
     */
    Connections(Connector connector, Duration linger, Clock clock) {
        this.connector = connector;
        this.linger = linger;
        this.clock = clock;
    }

    /**
     * The slot with a sound connection to the database, or null if the lease is not held any more and there is no connection.
     * It fails with what connecting threw, and there is no connection then. An attempt may take long, so each has a thread of
     * its own and the caller need not wait for it.
     */
    CompletableFuture<PooledConnection> connect(PooledConnection slot, String database) {
        if (isReady(slot, database)) {
            return CompletableFuture.completedFuture(slot);
        }
        CompletableFuture<PooledConnection> connected = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(connected, slot, database), "trawl-connect");
        thread.setDaemon(true);
        thread.start();
        return connected;
    }

    private boolean isReady(PooledConnection slot, String database) {
        return slot.connection() != null
                && slot.lease().isHeld()
                && slot.leadsTo(database)
                && slot.since().plus(TRUSTED_IDLE).isAfter(clock.instant());
    }

    private void complete(CompletableFuture<PooledConnection> connected, PooledConnection slot, String database) {
        try {
            connected.complete(open(slot, database));
        } catch (SQLException | InterruptedException | RuntimeException | Error e) {
            OutOfMemory.check(e);
            connected.completeExceptionally(e);
        }
    }

    private PooledConnection open(PooledConnection slot, String database) throws SQLException, InterruptedException {
        if (slot.connection() != null) {
            if (slot.lease().isHeld() && slot.leadsTo(database) && isValid(slot)) {
                return slot;
            }
            slot.disconnect();
            Thread.sleep(linger.toMillis());
        }
        return slot.lease().isHeld()
                ? new PooledConnection(slot.lease(), database, connector.connect(database), null)
                : null;
    }

    private static boolean isValid(PooledConnection slot) {
        try {
            return slot.connection().isValid(VALIDATION_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
