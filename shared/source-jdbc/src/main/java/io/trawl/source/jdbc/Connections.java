package io.trawl.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

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
     * The slot with a sound connection to the database.
     *
     * @return null if the lease is not held any more; there is no connection then
     * @throws SQLException what connecting threw; there is no connection then
     */
    Slot connect(Slot slot, String database) throws SQLException, InterruptedException {
        if (slot.connection() != null) {
            if (slot.lease().isHeld() && slot.leadsTo(database) && isSound(slot)) {
                return slot;
            }
            slot.disconnect();
            Thread.sleep(linger.toMillis());
        }
        if (!slot.lease().isHeld()) {
            return null;
        }
        Connection connection = connector.connect(database);
        return new Slot(slot.lease(), database, connection, clock.instant());
    }

    private boolean isSound(Slot slot) {
        if (slot.since().plus(TRUSTED_IDLE).isAfter(clock.instant())) {
            return true;
        }
        try {
            return slot.connection().isValid(VALIDATION_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
