package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.NewRun;
import java.time.Duration;
import java.time.Instant;

/**
 * The work of one process on one run.
 *
 * @param run what was known when the run began
 * @param runNo the run's number
 * @param key unique to this session; the run names its leader by it
 * @param sessionNo the number of the session
 * @param catalogNo the number of the catalog; null for a snapshot
 * @param startedAt when the run began
 * @param lease how long a claim or the leadership lasts without a heartbeat
 * @param status how the run stood when the session began
 */
record RunSession(
        NewRun run,
        long runNo,
        String key,
        int sessionNo,
        Integer catalogNo,
        Instant startedAt,
        Duration lease,
        Status status) {

    /**
     * The run at the beginning of the session.
     *
     * @param leads whether this process leads
     * @param stopRequested whether the run was asked to stop
     * @param active for how long it had a leader
     */
    record Status(boolean leads, boolean stopRequested, Duration active) {}

    long leaseMicros() {
        return Texts.micros(lease);
    }
}
