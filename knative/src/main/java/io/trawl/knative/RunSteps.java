package io.trawl.knative;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.OpenLedgers;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.events.EventException;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Leads runs on Knative, whose batches a broker delivers to workers. A request may not last forever, and a pod without
 * a request may be removed. So a run is led in steps of limited length, one for each request; between steps its state
 * is in the ledger.
 */
public final class RunSteps implements AutoCloseable {

    private final Supplier<List<Workflow>> workflows;
    private final Broker broker;
    private final Function<String, RunListener> listeners;
    private final BiConsumer<String, Report> ended;
    private final Duration length;
    private final Consumer<String> warnings;
    private final IngestionEngine engine = new IngestionEngine();
    private final OpenLedgers ledgers = new OpenLedgers(engine);
    private final Set<Run> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("trawl-steps"));
    private volatile boolean leaving;

    /**
     * @param workflows those that can be read now
     * @param listeners hears of the runs of the workflow of that name
     * @param ended receives the name of a workflow and the report of its run that has ended here
     * @param length how long a step lasts at most
     * @param warnings receives what goes wrong, a line each
     */
    public RunSteps(
            Supplier<List<Workflow>> workflows,
            Broker broker,
            Function<String, RunListener> listeners,
            BiConsumer<String, Report> ended,
            Duration length,
            Consumer<String> warnings) {
        this.workflows = workflows;
        this.broker = broker;
        this.listeners = listeners;
        this.ended = ended;
        this.length = length;
        this.warnings = warnings;
    }

    /**
     * Begins a run, unless it has begun, and leads it through its first step.
     *
     * @param run its id
     * @return the request for its next step; empty if there is none, or another process leads the run
     * @throws EventException 409 if another run of the workflow is under way
     */
    public Optional<RunRequested> begin(Workflow workflow, String run, Boolean allowLargeDeletion) {
        DurableLedger ledger = ledgers.of(workflow);
        if (ledger.run(workflow.name(), run).isEmpty()) {
            prepare(ledger, workflow, run);
        }
        return lead(workflow, new RunRequested(workflow.name(), run, allowLargeDeletion));
    }

    private void prepare(DurableLedger ledger, Workflow workflow, String run) {
        try {
            engine.prepare(ledger, workflow, RunStart.anew(run));
        } catch (TrawlException e) {
            // The ledger finds fault with a run that begins only if one is under way.
            throw e.kind() == FailureKind.INVALID ? EventException.conflict(e.getMessage()) : e;
        }
    }

    /**
     * Leads a run through its next step.
     *
     * @return as {@link #begin}
     */
    public Optional<RunRequested> lead(Workflow workflow, RunRequested requested) {
        DurableLedger ledger = ledgers.of(workflow);
        RunStart start = RunStart.anew(requested.run());
        if (Boolean.TRUE.equals(requested.allowLargeDeletion())) {
            start = start.allowingLargeDeletion();
        }
        Optional<Report> report;
        try (Step step = new Step()) {
            RunListener listener = listeners.apply(workflow.name());
            report = engine.lead(ledger, workflow, start, broker.dispatchers(), listener, step::begin);
        }
        if (report.isEmpty()) {
            return Optional.empty(); // it is over, or another process leads it
        }
        if (report.get().state() == Report.State.RUNNING) {
            return Optional.of(requested);
        }
        ended.accept(workflow.name(), report.get());
        announceEnds(ledger);
        return Optional.empty();
    }

    /** Ends in time, or when the pod is to go. */
    private final class Step implements AutoCloseable {
        private Run run;
        private ScheduledFuture<?> end;

        void begin(Run begun) {
            run = begun;
            underWay.add(begun);
            end = timer.schedule(begun::handOver, length.toMillis(), TimeUnit.MILLISECONDS);
            if (leaving) {
                begun.handOver();
            }
        }

        @Override
        public void close() {
            if (run != null) {
                end.cancel(false);
                underWay.remove(run);
            }
        }
    }

    /**
     * Announces runs that have ended, and continues the run that has been without a leader for longest: its process was
     * lost, or the event that requested its next step.
     *
     * @return as {@link #begin}
     */
    public Optional<RunRequested> reconcile() {
        List<Workflow> here =
                workflows.get().stream().filter(KnativeProvider::runs).toList();
        here.stream().map(ledgers::of).distinct().forEach(this::announceEnds);
        return here.stream()
                .flatMap(workflow -> ledgers.of(workflow).leaderless(KnativeProvider.NAME).stream()
                        .filter(run -> run.run().workflow().equals(workflow.name()))
                        .filter(run -> isStill(workflow, run))
                        .map(run -> new Leaderless(workflow, run)))
                .min(Comparator.comparing(leaderless -> leaderless.run().lastSeen()))
                .flatMap(leaderless -> lead(
                        leaderless.workflow(),
                        new RunRequested(
                                leaderless.workflow().name(),
                                leaderless.run().run().runId(),
                                null)));
    }

    /**
     * Announces the end of every run of the ledger whose end was not announced yet; what cannot be sent now is sent later.
     * The ledger remembers it: an answer to an event could get lost with the process that gives it, and a run may be ended
     * by a command.
     */
    private void announceEnds(DurableLedger ledger) {
        for (RunRecord run : ledger.unannounced(KnativeProvider.NAME)) {
            String workflow = run.run().workflow();
            String id = run.run().runId();
            try {
                Report report = ledger.report(workflow, id);
                if (broker.events().ended(RunEnded.of(report), run.endedAt())) {
                    ledger.announced(workflow, id);
                }
            } catch (TrawlException e) {
                warnings.accept("the end of run " + id + " could not be announced: " + OneLine.of(e.getMessage()));
            }
        }
    }

    /**
     * Whether a run still fits its workflow. If the file has changed since the run began, the run cannot continue and
     * is stopped.
     */
    private boolean isStill(Workflow workflow, RunRecord run) {
        if (run.run().digest().equals(workflow.digest())) {
            return true;
        }
        String id = run.run().runId();
        warnings.accept("run " + id + " of workflow '" + workflow.name()
                + "' is stopped: the workflow has changed since it began");
        ledgers.of(workflow).stop(workflow.name(), id);
        return false;
    }

    /** The ledger of a workflow; left open. */
    public DurableLedger ledger(Workflow workflow) {
        return ledgers.of(workflow);
    }

    private record Leaderless(Workflow workflow, RunRecord run) {}

    /** The pod is shutting down: its runs are handed over, and another pod leads the next step. */
    public void leave() {
        leaving = true;
        underWay.forEach(Run::handOver);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        ledgers.close();
    }
}
