package io.trawl.engine;

import io.trawl.api.ledger.RunStatus;
import io.trawl.api.report.Report;
import io.trawl.api.sink.PipelineStatus;
import java.time.Duration;
import java.util.List;

/** Reports the status of a run to the catalog. */
final class StatusReporter {

    /** How many failures are shown beside the pipeline. */
    private static final int MOST_FAILURES = 10;

    private final Connectors connectors;
    private final RunStatus ledger;

    StatusReporter(Connectors connectors, RunStatus ledger) {
        this.connectors = connectors;
        this.ledger = ledger;
    }

    void running() {
        connectors
                .sink()
                .reportStatus(new PipelineStatus(ledger.runId(), "running", ledger.startedAt(), null, List.of()));
    }

    void ended(Report report) {
        Report.Counts counts = report.entities();
        List<PipelineStatus.StepFailure> failures = report.failures().stream()
                .limit(MOST_FAILURES)
                .map(failure -> new PipelineStatus.StepFailure(failure.id(), failure.message()))
                .toList();
        connectors
                .sink()
                .reportStatus(new PipelineStatus(
                        report.runId(),
                        report.state().wireName(),
                        report.startedAt(),
                        report.startedAt().plus(Duration.ofMillis((long) (report.durationSeconds() * 1000))),
                        List.of(
                                new PipelineStatus.Step(
                                        connectors.workflow().source().type(),
                                        counts.listed(),
                                        counts.filtered(),
                                        0,
                                        List.of()),
                                new PipelineStatus.Step(
                                        connectors.workflow().sink().type(),
                                        counts.ingested() + counts.unchanged(),
                                        0,
                                        counts.failed(),
                                        failures))));
    }
}
