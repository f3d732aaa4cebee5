package io.trawl.core.engine;

import io.trawl.core.config.DistributedExecution;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import io.trawl.core.report.Report.State;
import io.trawl.core.sink.PipelineStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One execution of a workflow: discovery, ingestion and finish, by workers in this process.
 *
 * <p>It is executed once, and does not close the session or the ledger it was given.
 */
public final class Run {

    /** How many failures OpenMetadata is shown beside the pipeline. */
    private static final int STATUS_FAILURES = 10;

    private final String id;
    private final Session session;
    private final Ledger ledger;
    private final RunListener listener;
    private final Clock clock;
    private final RandomGenerator random;
    private final Timeline timeline = new Timeline();

    private volatile boolean stopped;
    private volatile boolean timedOut;
    private volatile Dispatcher dispatcher;

    /**
     * @param id the run's id
     * @param random decides pauses; must be safe for use by several threads, as {@link java.util.Random} is
     */
    public Run(String id, Session session, Ledger ledger, RunListener listener, Clock clock, RandomGenerator random) {
        this.id = id;
        this.session = session;
        this.ledger = ledger;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    /**
     * Runs to the end, or until {@link #stop}.
     *
     * @throws io.trawl.core.model.TrawlException if source or sink cannot be reached, or refuse the hierarchy; nothing
     *     was ingested then
     */
    public Report execute() {
        Instant startedAt = clock.instant();
        long startNanos = System.nanoTime();
        DistributedExecution execution = session.workflow().execution();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "trawl-timeout");
            thread.setDaemon(true);
            return thread;
        });
        timer.schedule(this::timeOut, execution.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            session.sink().reportStatus(new PipelineStatus(id, "running", startedAt, null, List.of()));
            ingest(execution, startNanos);
            session.sink().finish(!stopped);
        } finally {
            timer.shutdownNow();
        }
        listener.phase(RunListener.Phase.FINISHED);
        Report report = report(startedAt, startNanos);
        session.sink().reportStatus(status(report));
        return report;
    }

    private void ingest(DistributedExecution execution, long startNanos) {
        listener.phase(RunListener.Phase.DISCOVERY);
        RunListener recording = recording(startNanos);
        Discovery discovery = new Discovery(session.source(), session.filters(), ledger, listener, () -> stopped);
        Hierarchy hierarchy = discovery.hierarchy();
        session.sink().writeHierarchy(hierarchy);
        Worker worker = new Worker(session.source(), session.sink(), ledger);
        try (Dispatcher local = new LocalDispatcher(
                execution.parallelism(), worker, ledger, execution.retryPolicy(), random, recording)) {
            dispatcher = local;
            if (stopped) {
                return;
            }
            listener.phase(RunListener.Phase.INGESTION);
            Batcher entities = batcher(execution, Worker.Pass.ENTITIES);
            discovery.entities(hierarchy, entities::add, entities::flush);
            local.await();
            Finish finish = new Finish(session.sink(), ledger, listener, () -> stopped);
            if (!stopped && session.sink().defersForeignKeys()) {
                listener.phase(RunListener.Phase.REFERENCES);
                finish.references(local, batcher(execution, Worker.Pass.REFERENCES));
            }
            if (!stopped && !session.sink().isSnapshot()) {
                listener.phase(RunListener.Phase.DELETION);
                finish.deletions(new DeletionPlanner(session, ledger), hierarchy, execution.deletionMaxShare());
            }
        }
    }

    private Batcher batcher(DistributedExecution execution, Worker.Pass pass) {
        return new Batcher(
                execution.parallelism(), execution.entitiesPerBatch(), batch -> dispatcher.dispatch(pass, batch));
    }

    private void timeOut() {
        timedOut = true;
        String message = "workflowConfig.distributedExecution.timeoutSeconds: the run took longer than "
                + session.workflow().execution().timeout().toSeconds() + " s and was ended";
        ledger.warning(message);
        listener.warning(message);
        stop();
    }

    /** Asks the run to end: batches under way are finished, no other is begun. Returns at once; safe from any thread. */
    public void stop() {
        stopped = true;
        Dispatcher current = dispatcher;
        if (current != null) {
            current.stop();
        }
    }

    private RunListener recording(long startNanos) {
        return new RunListener() {
            @Override
            public void completed(List<Outcome> outcomes) {
                timeline.add(secondsSince(startNanos), outcomes.size());
                listener.completed(outcomes);
            }

            @Override
            public void retrying(long howMany) {
                listener.retrying(howMany);
            }

            @Override
            public void batchEnded(Duration took) {
                listener.batchEnded(took);
            }
        };
    }

    private Report report(Instant startedAt, long startNanos) {
        Ledger.Standing standing = ledger.standing();
        double seconds = secondsSince(startNanos);
        return new Report(
                id,
                session.workflow().name(),
                state(standing.entities()),
                session.workflow().execution().enabled() ? "local" : "sequential",
                startedAt,
                seconds,
                seconds > 0 ? standing.entities().done() / seconds : 0,
                standing.entities(),
                standing.byType(),
                standing.bySchema(),
                timeline.samples(seconds),
                standing.failures(),
                standing.warnings());
    }

    private State state(Report.Counts entities) {
        if (stopped) {
            return timedOut ? State.FAILED : State.STOPPED;
        }
        if (entities.successPercentage() < session.workflow().workflowConfig().successThreshold()) {
            return State.FAILED;
        }
        return entities.failed() == 0 ? State.SUCCESS : State.PARTIAL_SUCCESS;
    }

    private PipelineStatus status(Report report) {
        Report.Counts counts = report.entities();
        List<PipelineStatus.StepFailure> failures = report.failures().stream()
                .limit(STATUS_FAILURES)
                .map(failure -> new PipelineStatus.StepFailure(failure.id(), failure.message()))
                .toList();
        return new PipelineStatus(
                id,
                report.state().wireName(),
                report.startedAt(),
                report.startedAt().plus(Duration.ofMillis((long) (report.durationSeconds() * 1000))),
                List.of(
                        new PipelineStatus.Step(
                                session.workflow().source().type(), counts.listed(), counts.filtered(), 0, List.of()),
                        new PipelineStatus.Step(
                                session.workflow().sink().type(),
                                counts.ingested() + counts.unchanged(),
                                0,
                                counts.failed(),
                                failures)));
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
