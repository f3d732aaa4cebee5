package io.trawl.api.ledger;

import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger lists it.
 *
 * @param run the run as it began
 * @param state how it ended; if it has not, {@link State#RUNNING} while a process works on it, otherwise
 *     {@link State#INTERRUPTED}
 * @param phase its phase, or that in which it was stopped
 * @param startedAt when it began
 * @param endedAt null if it has not
 * @param active for how long it had a leader, all sessions together
 * @param lastSeen the last heartbeat
 * @param entities counts over all types
 * @param stopRequested whether its processes were asked to stop
 */
public record RunRecord(
        NewRun run,
        State state,
        Phase phase,
        Instant startedAt,
        @Nullable Instant endedAt,
        Duration active,
        Instant lastSeen,
        Counts entities,
        boolean stopRequested) {}
