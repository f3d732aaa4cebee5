package io.trawl.engine;

import io.trawl.api.ledger.RunStatus;
import io.trawl.api.report.Report;
import io.trawl.api.sink.PipelineStatus;
import io.trawl.api.sink.PipelineStatus.Step;
import io.trawl.api.sink.PipelineStatus.StepFailure;
import io.trawl.api.workflow.Workflow;
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
        report(new PipelineStatus(ledger.runId(), "running", ledger.startedAt(), null, List.of()));
    }

    void ended(Report report) {
        Workflow workflow = connectors.workflow();
        Report.Counts counts = report.entities();
        List<StepFailure> failures = report.failures().stream()
                .limit(MOST_FAILURES)
                .map(failure -> new StepFailure(failure.id(), failure.message()))
                .toList();
        long succeeded = counts.ingested() + counts.unchanged();
        report(new PipelineStatus(
                report.runId(),
                report.state().wireName(),
                report.startedAt(),
                report.startedAt().plusMillis((long) (report.durationSeconds() * 1000)),
                List.of(
                        new Step(workflow.source().type(), counts.listed(), counts.filtered(), 0, List.of()),
                        new Step(workflow.sink().type(), succeeded, 0, counts.failed(), failures))));
    }

    private void report(PipelineStatus status) {
        connectors.sink().reportStatus(status);
    }
}
