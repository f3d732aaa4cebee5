package io.trawl.discovery.function;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.OpenLedgers;
import io.trawl.engine.Run;
import io.trawl.engine.RunStart;
import io.trawl.events.EventException;
import io.trawl.events.RunRequested;
import io.trawl.function.RunMetrics;
import io.trawl.function.Workflows;
import io.trawl.knative.KnativeProvider;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Leads runs on Knative, whose batches a broker delivers to workers. A request may not last forever, and a pod without
 * a request may be removed. So a run is led in steps of limited length, one for each request; between steps its state
 * is in the ledger.
 */
@Singleton
public class KnativeSteps {

    private static final Logger LOG = Logger.getLogger(KnativeSteps.class);

    private final Workflows workflows;
    private final Broker broker;
    private final RunEndAnnouncer announcements;
    private final MeterRegistry meters;
    private final Duration length;
    private final IngestionEngine trawl = new IngestionEngine();
    private final OpenLedgers ledgers = new OpenLedgers(trawl);
    private final Set<Run> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "trawl-steps");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean leaving;

    KnativeSteps(
            Workflows workflows,
            Broker broker,
            RunEndAnnouncer announcements,
            MeterRegistry meters,
            @ConfigProperty(name = "trawl.step", defaultValue = "4m") Duration length) {
        this.workflows = workflows;
        this.broker = broker;
        this.announcements = announcements;
        this.meters = meters;
        this.length = length;
    }

    /**
     * Begins a run and leads it through its first step. The run's id follows from the event, so that an event that comes
     * twice begins one run.
     *
     * @throws EventException 409 if another run of the workflow is under way
     */
    CloudEvent<Object> begin(Workflow workflow, RunRequested requested, CloudEvent<?> event) {
        Ledger ledger = ledgers.of(workflow);
        String run = RunIds.of(event.source(), event.id(), event.time());
        if (ledger.run(workflow.name(), run).isEmpty()) {
            prepare(ledger, workflow, run);
        }
        return goOn(workflow, new RunRequested(workflow.name(), run, requested.allowLargeDeletion()));
    }

    private void prepare(Ledger ledger, Workflow workflow, String run) {
        try {
            trawl.prepare(ledger, workflow, RunStart.anew(run));
        } catch (TrawlException e) {
            // The ledger finds fault with a run that begins only if one is under way.
            throw e.kind() == FailureKind.INVALID ? EventException.conflict(e.getMessage()) : e;
        }
    }

    /** Leads a run through its next step. */
    CloudEvent<Object> goOn(Workflow workflow, RunRequested requested) {
        Ledger ledger = ledgers.of(workflow);
        RunMetrics metrics = new RunMetrics(meters, workflow.name());
        RunStart start = RunStart.anew(requested.run());
        if (Boolean.TRUE.equals(requested.allowLargeDeletion())) {
            start = start.allowingLargeDeletion();
        }
        Optional<Report> report;
        try (Step step = new Step()) {
            report = trawl.lead(ledger, workflow, start, broker.dispatchers(), metrics, step::begin);
        }
        if (report.isEmpty()) {
            return null; // it is over, or somebody else leads it
        }
        if (report.get().state() == Report.State.RUNNING) {
            return Replies.next(requested, UUID.randomUUID().toString());
        }
        metrics.ended(report.get());
        announcements.make(ledger);
        return null;
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
     * @return null if there is none
     */
    CloudEvent<Object> reconcile() {
        List<Workflow> here =
                workflows.all().stream().filter(KnativeProvider::runs).toList();
        here.stream().map(ledgers::of).distinct().forEach(announcements::make);
        return here.stream()
                .flatMap(workflow -> ledgers.of(workflow).leaderless("knative").stream()
                        .filter(run -> run.run().workflow().equals(workflow.name()))
                        .filter(run -> isStill(workflow, run))
                        .map(run -> new Leaderless(workflow, run)))
                .min(Comparator.comparing(leaderless -> leaderless.run().lastSeen()))
                .map(leaderless -> goOn(
                        leaderless.workflow(),
                        new RunRequested(
                                leaderless.workflow().name(),
                                leaderless.run().run().runId(),
                                null)))
                .orElse(null);
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
        LOG.warnf("run %s of workflow '%s' is stopped: the workflow has changed since it began", id, workflow.name());
        ledgers.of(workflow).stop(workflow.name(), id);
        return false;
    }

    /** The ledger of a workflow; left open. */
    Ledger ledger(Workflow workflow) {
        return ledgers.of(workflow);
    }

    private record Leaderless(Workflow workflow, RunRecord run) {}

    /** The pod is shutting down: its runs are handed over, and another pod leads the next step. */
    void leave(@Observes ShutdownDelayInitiatedEvent shutdown) {
        leaving = true;
        underWay.forEach(Run::handOver);
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
        ledgers.close();
    }
}
