package io.trawl.api.ledger;

import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.time.Instant;

/**
 * A run as the ledger lists it.
 *
 * @param run what was known when it began
 * @param state how it ended; {@link State#RUNNING} while somebody is at work, {@link State#INTERRUPTED} if nobody is and
 *     it has not ended
 * @param phase where it stands, or stood when it was stopped
 * @param startedAt when it began
 * @param endedAt null if it has not
 * @param active for how long it was led, all sessions together
 * @param lastSeen the last sign of life
 * @param entities counts over all types
 * @param stopRequested whether somebody has asked its processes to stop
 */
public record RunRecord(
        NewRun run,
        State state,
        Phase phase,
        Instant startedAt,
        Instant endedAt,
        Duration active,
        Instant lastSeen,
        Counts entities,
        boolean stopRequested) {}
