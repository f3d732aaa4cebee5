package io.trawl.events;

import io.trawl.api.report.Report;
import java.time.Instant;

/**
 * Data of {@link Events#RUN_ENDED}: the totals of a {@link Report}; what failed in detail would not fit into an event.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param state how it ended
 * @param mode sequential or local
 * @param startedAt when it began
 * @param durationSeconds wall time
 * @param throughputPerSecond entities with an outcome per second
 * @param entities counts over all types
 * @param warnings how many things the user should look at
 */
public record RunEnded(
        String workflow,
        String run,
        Report.State state,
        String mode,
        Instant startedAt,
        double durationSeconds,
        double throughputPerSecond,
        Report.Counts entities,
        int warnings) {

    /** The totals of a report. */
    public static RunEnded of(Report report) {
        return new RunEnded(
                report.workflow(),
                report.runId(),
                report.state(),
                report.mode(),
                report.startedAt(),
                report.durationSeconds(),
                report.throughputPerSecond(),
                report.entities(),
                report.warnings().size());
    }
}
