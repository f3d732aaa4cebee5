package io.trawl.engine;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.DistributedExecution;
import java.util.List;

/**
 * Leads a run through its phases, beginning with the one that the ledger records: lists and plans, waits for the batches, writes
 * foreign keys, deletes, ends the run. Used once, by one thread, by the process that is the leader.
 */
final class RunLeader {

    /** How the leader's work ended. */
    enum Result {
        /** It has ended the run. */
        ENDED,
        /** Another process has ended the run while this one was paused. */
        ENDED_BY_ANOTHER,
        /** It was asked to stop, or to leave the run to another process. */
        INTERRUPTED
    }

    private final Connectors connectors;
    private final RunLedger ledger;
    private final Dispatcher dispatcher;
    private final RunRequest request;
    private final RunProgress progress;
    private final boolean allowLargeDeletion;
    private final Discovery discovery;
    private final Pause pause = new Pause();
    private boolean ended;

    /**
     * @param ledger the run's record, which this process leads
     * @param request asked before each step whether the run continues
     * @param allowLargeDeletion whether the limit of deletions is ignored
     */
    RunLeader(
            Connectors connectors,
            RunLedger ledger,
            Dispatcher dispatcher,
            RunRequest request,
            RunProgress progress,
            boolean allowLargeDeletion) {
        this.connectors = connectors;
        this.ledger = ledger;
        this.dispatcher = dispatcher;
        this.request = request;
        this.progress = progress;
        this.allowLargeDeletion = allowLargeDeletion;
        this.discovery = new Discovery(connectors, ledger, request::isStop, () -> !request.isNone(), progress::warning);
    }

    /**
     * Leads the run to its end, or until it is asked to stop.
     *
     * @throws io.trawl.api.ledger.LostLeadershipException if another process leads the run by now
     * @throws io.trawl.api.source.SourceStoppedException if the source was stopped
     */
    Result lead() {
        Hierarchy hierarchy = discovery.hierarchy();
        if (ledger.phase() != Phase.DISCOVERY) {
            leaveSource();
        }
        HierarchyFailures failures = beginWriting(hierarchy);
        dispatcher.start();
        while (request.isNone()) {
            Phase phase = ledger.phase();
            if (phase == Phase.FINISHED) {
                return ended ? Result.ENDED : Result.ENDED_BY_ANOTHER;
            }
            progress.phase(phase == Phase.DISCOVERY ? Phase.INGESTION : phase);
            take(phase, hierarchy, failures);
        }
        return ended ? Result.ENDED : Result.INTERRUPTED;
    }

    /** Takes the step of a phase, which may have to be taken again. */
    private void take(Phase phase, Hierarchy hierarchy, HierarchyFailures failures) {
        switch (phase) {
            case DISCOVERY -> discover(hierarchy);
            case INGESTION ->
                awaitEnd(phase, connectors.sink().defersForeignKeys() ? Phase.REFERENCES : Phase.DELETION);
            case REFERENCES -> awaitEnd(phase, Phase.DELETION);
            case DELETION -> finish(hierarchy, failures);
            case FINISHED -> throw new IllegalStateException("a finished run has no step");
        }
    }

    private HierarchyFailures beginWriting(Hierarchy hierarchy) {
        boolean durable = ledger instanceof DurableRunLedger;
        connectors.sink().begin(ledger.runId(), durable ? new WrittenInRun(ledger) : null);
        return new HierarchyStep(connectors.sink(), ledger, progress::warning).write(hierarchy);
    }

    private void discover(Hierarchy hierarchy) {
        DistributedExecution execution = connectors.workflow().execution();
        Batcher batcher = new Batcher(
                execution.parallelism(),
                execution.entitiesPerBatch(),
                execution.orchestrator().largestBatch(),
                ledger::learnedCosts,
                this::plan);
        discovery.entities(hierarchy, batcher::add, batcher::flush);
        leaveSource();
        if (request.isNone()) {
            ledger.advance(Phase.DISCOVERY, Phase.INGESTION);
        }
    }

    private void plan(List<List<EntityDescriptor>> batches) {
        progress.listed(ledger.plan(batches));
        dispatcher.wake();
        ledger.awaitRoom();
    }

    /** Closes idle connections if workers in other processes read from now on, since they share the connection budget. */
    private void leaveSource() {
        if (!dispatcher.followsOthers()) {
            connectors.source().rest();
        }
    }

    /** Waits until no batch of the phase is open, in any process, and begins the next phase. */
    private void awaitEnd(Phase phase, Phase next) {
        dispatcher.awaitIdle();
        if (request.isNone() && ledger.advance(phase, next)) {
            dispatcher.wake();
            pause.reset();
        } else {
            pause.take();
        }
    }

    private void finish(Hierarchy hierarchy, HierarchyFailures failures) {
        new Finish(connectors, ledger, allowLargeDeletion, progress::warning, () -> !request.isNone())
                .deletions(hierarchy, failures);
        if (!request.isNone()) {
            return;
        }
        State state = state(ledger.counts());
        connectors.sink().finish(true);
        ended = ledger.end(state, false);
        if (!ended) { // something was opened again, and the phase says so
            beginWriting(hierarchy);
        }
    }

    private State state(Report.Counts entities) {
        if (entities.successPercentage()
                < connectors.workflow().workflowConfig().successThreshold()) {
            return State.FAILED;
        }
        return entities.failed() == 0 ? State.SUCCESS : State.PARTIAL_SUCCESS;
    }
}
