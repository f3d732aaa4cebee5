package io.trawl.engine;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The steps of a run that pods lead, while other pods process the batches: {@link #list} lists and plans,
 * {@link #finish} ends the run, {@link #close} ends a run that was left open. Each step may be repeated after it was
 * cut off.
 */
public final class PodSteps {

    private final IngestionEngine trawl;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param clock what time it is
     * @param random decides pauses
     */
    public PodSteps(IngestionEngine trawl, Clock clock, RandomGenerator random) {
        this.trawl = trawl;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Lists and plans, if that is not done, and hands the run over to whoever works on it.
     *
     * @param ledger left open
     * @param begun receives the run, so that it can be handed over before
     * @return how it stands; empty if it is over already, or another process leads
     * @throws TrawlException if source, sink or ledger cannot be reached
     */
    public Optional<Report> list(
            DurableLedger ledger, Workflow workflow, RunStart start, RunListener listener, Consumer<Run> begun) {
        AtomicReference<Run> run = new AtomicReference<>();
        return trawl.lead(
                ledger,
                workflow,
                start,
                (session, record, hears) ->
                        new PlanOnlyDispatcher(() -> run.get().handOver()),
                listener,
                listed -> {
                    run.set(listed);
                    begun.accept(listed);
                });
    }

    /**
     * Brings a run to its end, of which everything is planned and no pod works on a batch any more.
     *
     * @param ledger left open
     * @param begun receives the run, so that it can be handed over before
     * @return how it ended or stands; empty if it is over already, or another process leads
     * @throws TrawlException if source, sink or ledger cannot be reached
     */
    public Optional<Report> finish(
            DurableLedger ledger, Workflow workflow, RunStart start, RunListener listener, Consumer<Run> begun) {
        return trawl.lead(
                ledger,
                workflow,
                start,
                (session, record, hears) ->
                        new FailRemainingDispatcher(record, hears, new LocalDispatcher(session, record, random, hears)),
                listener,
                begun);
    }

    /**
     * Ends a run on which nobody is to work any more, if it has not ended: as failed if it took longer than it may, else as
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
        try (Connectors session = trawl.session(workflow, ledger)) {
            new StatusReporter(session, record).ended(record.report(Report.State.STOPPED));
        } catch (TrawlException e) {
            // That nobody could be told does not change how it ended.
        }
        return true;
    }
}
