package io.trawl.core.engine;

import io.trawl.core.config.DistributedExecution;
import io.trawl.core.ledger.LostLeadException;
import io.trawl.core.ledger.Phase;
import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import io.trawl.core.report.Report;
import io.trawl.core.report.Report.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * This process' part in one execution of a workflow: it works on batches, and while no other process leads the run, it
 * leads it through its phases, from wherever the ledger says it stands.
 *
 * <p>It is executed once, and does not close the session or the ledger it was given.
 */
public final class Run {

    private static final long WATCH_MILLIS = 1_000;

    private final Session session;
    private final RunLedger ledger;
    private final Start start;
    private final boolean durable;
    private final RunListener listener;
    private final RandomGenerator random;
    private final StatusReporter status;

    private volatile boolean stopped;
    private volatile boolean timedOut;
    private volatile LocalDispatcher dispatcher;
    private Phase shown;
    private boolean led;
    private boolean endedIt;

    /**
     * @param ledger the run's record
     * @param start how it was begun
     * @param durable whether the run's record outlives this process
     * @param random decides pauses; must be safe for use by several threads, as {@link java.util.Random} is
     */
    public Run(
            Session session,
            RunLedger ledger,
            Start start,
            boolean durable,
            RunListener listener,
            RandomGenerator random) {
        this.session = session;
        this.ledger = ledger;
        this.start = start;
        this.durable = durable;
        this.listener = listener;
        this.random = random;
        this.status = new StatusReporter(session, ledger);
    }

    /** The run's id. */
    public String id() {
        return ledger.runId();
    }

    /**
     * Runs to the end, or until {@link #stop}.
     *
     * @throws TrawlException if source, sink or ledger cannot be reached, or the sink refuses the hierarchy
     */
    public Report execute() {
        DistributedExecution execution = session.workflow().execution();
        ScheduledExecutorService timers = timers(execution.timeout().minus(ledger.active()));
        Worker worker = new Worker(session.source(), session.sink(), ledger);
        try (LocalDispatcher local = new LocalDispatcher(
                execution.parallelism(), worker, ledger, execution.retryPolicy(), random, listener)) {
            dispatcher = local;
            if (start.entry() != null) {
                listener.standing(ledger.counts());
            }
            takePart(local);
        } catch (RuntimeException e) {
            ledger.stop(); // what stopped us may pass: the record stays, and the run can be resumed
            throw e;
        } finally {
            timers.shutdownNow();
        }
        return ended();
    }

    private ScheduledExecutorService timers(Duration left) {
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, run -> {
            Thread thread = new Thread(run, "trawl-watch");
            thread.setDaemon(true);
            return thread;
        });
        timers.schedule(this::timeOut, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        if (durable) {
            timers.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        }
        return timers;
    }

    private Report ended() {
        if (!endedIt) {
            session.sink().finish(false);
        }
        if (durable) {
            listener.standing(ledger.counts());
        }
        show(Phase.FINISHED);
        if (timedOut && led) {
            led = endLate();
        }
        Report report = ledger.report(stopped ? State.STOPPED : State.RUNNING);
        if (led) {
            status.ended(report);
        }
        return report;
    }

    /** Ends a run that took too long; whether it was ours to end. */
    private boolean endLate() {
        try {
            return ledger.end(State.FAILED, true);
        } catch (LostLeadException e) {
            return false;
        }
    }

    private void takePart(LocalDispatcher local) {
        show(Phase.DISCOVERY);
        boolean alone = session.sink().isSnapshot();
        boolean waited = false;
        Pause pause = new Pause();
        while (!stopped && ledger.phase() != Phase.FINISHED) {
            if (ledger.lead()) {
                led = true;
                try {
                    lead(local);
                } catch (LostLeadException e) {
                    led = false;
                    if (alone) {
                        throw new TrawlException(FailureKind.TRANSIENT, e.getMessage(), e);
                    }
                }
            } else if (alone) {
                if (!waited) {
                    listener.warning("waiting until the process that had this run is certainly gone");
                }
                waited = true;
                pause.take();
            } else {
                show(Phase.INGESTION);
                local.start();
                local.awaitIdle();
                pause.take();
            }
        }
    }

    /** Leads the run from the phase it is in to its end, or until it is stopped. */
    private void lead(LocalDispatcher local) {
        status.running();
        Discovery discovery = new Discovery(session.source(), session.filters(), ledger, () -> stopped);
        Hierarchy hierarchy = discovery.hierarchy();
        beginWriting(hierarchy);
        local.start();
        Pause pause = new Pause();
        while (!stopped) {
            Phase phase = ledger.phase();
            show(phase == Phase.DISCOVERY ? Phase.INGESTION : phase);
            switch (phase) {
                case DISCOVERY -> discover(discovery, hierarchy, local);
                case INGESTION ->
                    awaitEnd(
                            local,
                            pause,
                            phase,
                            session.sink().defersForeignKeys() ? Phase.REFERENCES : Phase.DELETION);
                case REFERENCES -> awaitEnd(local, pause, phase, Phase.DELETION);
                case DELETION -> finish(hierarchy);
                case FINISHED -> {
                    led = endedIt; // else this process was paused, and another has led the run to its end
                    return;
                }
            }
        }
    }

    private void beginWriting(Hierarchy hierarchy) {
        session.sink().begin(id(), durable ? new WrittenInRun(ledger) : null);
        session.sink().writeHierarchy(hierarchy);
    }

    private void show(Phase phase) {
        if (phase != shown) {
            shown = phase;
            listener.phase(phase);
        }
    }

    private void discover(Discovery discovery, Hierarchy hierarchy, LocalDispatcher local) {
        DistributedExecution execution = session.workflow().execution();
        Batcher batcher = new Batcher(
                execution.parallelism(),
                execution.entitiesPerBatch(),
                ledger::learnedCosts,
                window -> plan(window, local));
        discovery.entities(hierarchy, batcher::add, batcher::flush);
        if (!stopped) {
            ledger.advance(Phase.DISCOVERY, Phase.INGESTION);
        }
    }

    private void plan(List<List<EntityDescriptor>> window, LocalDispatcher local) {
        listener.listed(ledger.plan(window));
        local.wake();
        ledger.awaitRoom();
    }

    /** Waits until nothing of the phase is open, whoever works on it, and begins the next. */
    private void awaitEnd(LocalDispatcher local, Pause pause, Phase phase, Phase next) {
        local.awaitIdle();
        if (!stopped && ledger.advance(phase, next)) {
            local.wake();
            pause.reset();
        } else {
            pause.take();
        }
    }

    private void finish(Hierarchy hierarchy) {
        if (!session.sink().isSnapshot()) {
            double maxShare = start.allowLargeDeletion()
                    ? 1
                    : session.workflow().execution().deletionMaxShare();
            new Finish(session.sink(), ledger, listener, () -> stopped)
                    .deletions(new DeletionPlanner(session, ledger, maxShare), hierarchy, maxShare);
        }
        if (stopped) {
            return;
        }
        State state = state(ledger.counts());
        session.sink().finish(true);
        endedIt = ledger.end(state, false);
        if (!endedIt) { // something was opened again, and the phase says so
            beginWriting(hierarchy);
        }
    }

    private State state(Report.Counts entities) {
        if (entities.successPercentage() < session.workflow().workflowConfig().successThreshold()) {
            return State.FAILED;
        }
        return entities.failed() == 0 ? State.SUCCESS : State.PARTIAL_SUCCESS;
    }

    private void watch() {
        try {
            if (ledger.isStopRequested()) {
                stop();
            }
            listener.standing(ledger.counts());
        } catch (TrawlException e) {
            // The ledger is away for a while; whoever needs it waits for it.
        }
    }

    private void timeOut() {
        timedOut = true;
        String message = "workflowConfig.distributedExecution.timeoutSeconds: the run took longer than "
                + session.workflow().execution().timeout().toSeconds() + " s and was ended";
        ledger.warning(message);
        listener.warning(message);
        stop();
    }

    /**
     * Asks this process' part to end: batches under way are finished, no other is begun. Returns at once; safe from any
     * thread.
     */
    public void stop() {
        stopped = true;
        ledger.stop();
        LocalDispatcher current = dispatcher;
        if (current != null) {
            current.stop();
        }
    }
}
