package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.NewRun;
import java.time.Duration;
import java.time.Instant;

/**
 * One process' part in one run.
 *
 * @param run what was known when the run began
 * @param no the run's number
 * @param key nobody else's, ever; who holds the lead is told by it
 * @param session the number of the key
 * @param catalog the number of the catalog; null for a snapshot
 * @param startedAt when the run began
 * @param lease how long a sign of life lasts
 * @param standing how the run stood when this part began
 */
record RunSession(
        NewRun run,
        long no,
        String key,
        int session,
        Integer catalog,
        Instant startedAt,
        Duration lease,
        Standing standing) {

    /**
     * How the run stands, by the last sign of life.
     *
     * @param leads whether this process leads
     * @param stopRequested whether the run is to stop
     * @param active for how long it was led
     */
    record Standing(boolean leads, boolean stopRequested, Duration active) {}

    long leaseMicros() {
        return Texts.micros(lease);
    }
}
