package io.trawl.engine;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.sink.Sink;
import io.trawl.api.workflow.DistributedExecution;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Leads a run through its phases, beginning with the one that the ledger records: lists and plans, waits for the batches, writes
 * foreign keys, deletes, ends the run. Used once, by one thread, by the process that is the leader.
 */
final class RunLeader {

    /** What this process has to do with the leadership of the run. */
    enum Leadership {
        /** It does not lead: it never did, another process does or has ended the run, or it has given the leadership back. */
        NONE,
        /** It leads. */
        HELD,
        /** It has led the run to its end. */
        ENDED_RUN
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
    Leadership lead() {
        Hierarchy hierarchy = discovery.hierarchy();
        if (ledger.phase() != Phase.DISCOVERY) {
            leaveSource();
        }
        HierarchyFailures failures = beginWriting(hierarchy);
        dispatcher.start();
        while (request.isNone()) {
            Phase phase = ledger.phase();
            if (phase == Phase.FINISHED) {
                return ended ? Leadership.ENDED_RUN : Leadership.NONE;
            }
            progress.phase(phase == Phase.DISCOVERY ? Phase.INGESTION : phase);
            take(phase, hierarchy, failures);
        }
        return ended ? Leadership.ENDED_RUN : Leadership.HELD;
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

    /** Writes the hierarchy, before any entity, and records for all workers what the sink refused of it. */
    private HierarchyFailures beginWriting(Hierarchy hierarchy) {
        boolean durable = ledger instanceof DurableRunLedger;
        connectors.sink().begin(ledger.runId(), durable ? new WrittenInRun(ledger) : null);
        List<HierarchyFailure> refused = connectors.sink().writeHierarchy(hierarchy);
        ledger.hierarchyRefused(refused);
        FailedTags.warnings(hierarchy.failures()).forEach(progress::warning);
        FailedTags.warnings(refused).forEach(progress::warning);
        return HierarchyFailures.of(refused);
    }

    /** What the ledger says was written. */
    private record WrittenInRun(RunLedger ledger) implements Sink.Written {

        @Override
        public long count() {
            return ledger.counts().ingested();
        }

        @Override
        public Set<String> of(EntityType type, Collection<String> ids) {
            return ledger.written(type, ids);
        }
    }

    private void discover(Hierarchy hierarchy) {
        DistributedExecution execution = connectors.workflow().execution();
        Batcher batcher = new Batcher(
                execution.parallelism(),
                execution.entitiesPerBatch(),
                execution.orchestrator().largestBatch(),
                connectors.source().readsBySchema(),
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
