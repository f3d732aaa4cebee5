package io.trawl.engine;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Ends a run that its processes have left open. */
public final class RunCloser {

    private final IngestionEngine engine;
    private final Clock clock;

    public RunCloser(IngestionEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Ends a run that no process is to work on any more, if it has not ended: as failed if it took longer than it may, else as
     * stopped, so that it can be resumed.
     *
     * @param ledger left open
     * @return whether it is over now; false while another process leads it
     * @throws TrawlException if the ledger cannot be reached
     */
    public boolean close(DurableLedger ledger, Workflow workflow, String runId) {
        Optional<DurableRunLedger> entered = ledger.work(workflow.name(), runId, workflow.digest());
        if (entered.isEmpty()) {
            return true;
        }
        try (DurableRunLedger record = entered.get()) {
            return record.tryAcquireLeadership() && end(record, ledger, workflow);
        } catch (LostLeadershipException e) {
            return false;
        }
    }

    private boolean end(DurableRunLedger record, DurableLedger ledger, Workflow workflow) {
        Instant latest = record.startedAt().plus(workflow.execution().timeout());
        boolean late = clock.instant().isAfter(latest);
        if (late) {
            record.warning(Run.tookTooLong(workflow.execution()));
        }
        if (!record.end(late ? Report.State.FAILED : Report.State.STOPPED, true)) {
            return false;
        }
        try (Connectors connectors = engine.connectors(workflow, ledger)) {
            new StatusReporter(connectors, record).ended(record.report(Report.State.STOPPED));
        } catch (TrawlException e) {
            // The sink did not hear of the end; the run has ended all the same.
        }
        return true;
    }
}
