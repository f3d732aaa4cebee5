package io.trawl.argo.pod;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.LocalDispatcher;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The steps of a run that pods lead, while other pods process the batches: {@link #list} lists and plans,
 * {@link #finish} ends the run. Each step may be repeated after it was cut off.
 */
final class PodSteps {

    private final IngestionEngine engine;
    private final RandomGenerator random;

    /**
     * @param random decides pauses
     */
    PodSteps(IngestionEngine engine, RandomGenerator random) {
        this.engine = engine;
        this.random = random;
    }

    /**
     * Lists and plans, if that is not done, and hands the run over to the processes that work on it.
     *
     * @param ledger left open
     * @param begun receives the run, so that it can be handed over before
     * @return how it stands; empty if it is over already, or another process leads
     * @throws TrawlException if source, sink or ledger cannot be reached
     */
    Optional<Report> list(
            DurableLedger ledger, Workflow workflow, RunStart start, RunListener listener, Consumer<Run> begun) {
        AtomicReference<Run> run = new AtomicReference<>();
        return engine.lead(
                ledger,
                workflow,
                start,
                (connectors, record, hears) ->
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
    Optional<Report> finish(
            DurableLedger ledger, Workflow workflow, RunStart start, RunListener listener, Consumer<Run> begun) {
        return engine.lead(
                ledger,
                workflow,
                start,
                (connectors, record, hears) -> new FailRemainingDispatcher(
                        record, hears, new LocalDispatcher(connectors, record, random, hears)),
                listener,
                begun);
    }
}
