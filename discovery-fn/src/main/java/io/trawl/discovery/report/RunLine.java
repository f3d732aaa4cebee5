package io.trawl.discovery.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A run as the list of runs has it in JSON; names and meaning as in the report's.
 *
 * @param phase where it stands, or stood when it was stopped: discovery, ingestion, references, deletion, finished
 * @param endedAt absent if it has not
 * @param lastSeen the last sign of life
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLine(
        String runId,
        String workflow,
        String service,
        State state,
        String phase,
        String mode,
        Instant startedAt,
        Instant endedAt,
        double durationSeconds,
        Instant lastSeen,
        Counts entities) {

    /** The same run for machines. */
    public static RunLine of(RunRecord record, Instant now) {
        return new RunLine(
                record.run().runId(),
                record.run().workflow(),
                record.run().service(),
                record.state(),
                record.phase().name().toLowerCase(Locale.ROOT),
                record.run().mode(),
                record.startedAt(),
                record.endedAt(),
                duration(record, now).toMillis() / 1000.0,
                record.lastSeen(),
                record.entities());
    }

    /**
     * How long a run took. Of one that is under way in pods, since it began: they hand it over to each other, and no process leads
     * it in between.
     */
    static Duration duration(RunRecord run, Instant now) {
        return run.run().isHandedOver() && run.state() == State.RUNNING
                ? Duration.between(run.startedAt(), now)
                : run.active();
    }
}
