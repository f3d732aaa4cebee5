package io.trawl.engine;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.workflow.DistributedExecution;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * This process's work on one run. It processes batches and, while no other process is the leader, leads the run through
 * its phases, starting at the phase that the ledger records.
 *
 * <p>{@link #execute} may be called once. It does not close the session or the ledger.
 */
public final class Run {

    private static final long WATCH_MILLIS = 1_000;

    /**
     * How long a run that was handed over counts as running without a leader. Other processes look for such runs every
     * minute.
     */
    static final Duration HAND_OVER = Duration.ofMinutes(10);

    private final Connectors session;
    private final RunLedger ledger;
    private final RunStart start;
    private final boolean durable;
    private final RunListener listener;
    private final DispatcherFactory<RunLedger> dispatchers;
    private final StatusReporter status;

    private volatile boolean stopped;
    private volatile boolean leaving;
    private volatile boolean timedOut;
    private volatile Dispatcher dispatcher;
    private Phase shown;
    private boolean led;
    private boolean endedIt;

    /**
     * @param ledger the run's record
     * @param start how it was begun
     * @param dispatchers makes what brings batches to workers
     */
    public Run(
            Connectors session,
            RunLedger ledger,
            RunStart start,
            RunListener listener,
            DispatcherFactory<RunLedger> dispatchers) {
        this.session = session;
        this.ledger = ledger;
        this.start = start;
        this.durable = ledger instanceof DurableRunLedger;
        this.listener = listener;
        this.dispatchers = dispatchers;
        this.status = new StatusReporter(session, ledger);
    }

    /** The run's id. */
    public String id() {
        return ledger.runId();
    }

    /**
     * Runs to the end, or until {@link #stop} or {@link #handOver}.
     *
     * @throws TrawlException if source, sink or ledger cannot be reached, or the sink refuses everything
     * @throws io.trawl.api.workflow.ConfigException if the sink refuses the service
     */
    public Report execute() {
        DistributedExecution execution = session.workflow().execution();
        ScheduledExecutorService timers = timers(execution.timeout().minus(ledger.active()));
        try (Dispatcher batches = dispatchers.open(session, ledger, listener)) {
            dispatcher = batches;
            if (ledger.isStopRequested()) { // while nobody led it
                stop();
            }
            if (start instanceof RunStart.Existing) {
                listener.standing(ledger.counts());
            }
            takePart(batches);
            if (leaving && led && !stopped) {
                handOver(execution);
                led = false;
            }
        } catch (SourceStoppedException e) {
            // Only after stop(), and then there is nothing left but to report.
        } catch (RuntimeException e) {
            leave(e);
            throw e;
        } finally {
            timers.shutdownNow();
        }
        return ended();
    }

    /** After a failure the run stays in the ledger: another process, or {@code resume}, can continue it. */
    private void leave(RuntimeException why) {
        FailureKind kind = Failures.kindOf(why);
        boolean passes = kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED;
        boolean elsewhere = dispatcher != null && !dispatcher.followsOthers();
        if (passes && elsewhere) {
            handOver(session.workflow().execution());
            return;
        }
        if (elsewhere) {
            ledger.warning(Failures.messageOf(why)); // for a command that follows the run from another machine
        }
        ledger.stop();
    }

    /** Only a run of a durable ledger can be taken by another process. */
    private void handOver(DistributedExecution execution) {
        if (ledger instanceof DurableRunLedger shared) {
            shared.handOver(handOverPeriod(execution));
        }
    }

    /** All processes of a run may be pausing while the run is still running. */
    private static Duration handOverPeriod(DistributedExecution execution) {
        return HAND_OVER.plus(execution.orchestrator().longestPause());
    }

    private ScheduledExecutorService timers(Duration left) {
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, run -> {
            Thread thread = new Thread(run, "trawl-watch");
            thread.setDaemon(true);
            return thread;
        });
        timers.schedule(OutOfMemory.checked(this::timeOut), Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        if (durable) {
            timers.scheduleWithFixedDelay(
                    OutOfMemory.checked(this::watch), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
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
        } catch (LostLeadershipException e) {
            return false;
        }
    }

    private void takePart(Dispatcher batches) {
        show(Phase.DISCOVERY);
        boolean alone = session.sink().isSnapshot();
        boolean waited = false;
        Pause pause = new Pause();
        while (goesOn() && ledger.phase() != Phase.FINISHED) {
            if (ledger.tryAcquireLeadership()) {
                led = true;
                try {
                    lead(batches);
                } catch (LostLeadershipException e) {
                    led = false;
                    if (alone) {
                        throw new TrawlException(FailureKind.TRANSIENT, e.getMessage(), e);
                    }
                }
            } else if (!batches.followsOthers()) {
                return;
            } else if (alone) {
                if (!waited) {
                    listener.warning("waiting until the process that had this run is certainly gone");
                }
                waited = true;
                pause.take();
            } else {
                show(Phase.INGESTION);
                batches.start();
                batches.awaitIdle();
                pause.take();
            }
        }
    }

    /** Leads the run from the phase it is in to its end, or until it is stopped. */
    private void lead(Dispatcher batches) {
        status.running();
        Discovery discovery = new Discovery(session, ledger, () -> stopped, () -> !goesOn(), this::warn);
        Hierarchy hierarchy = discovery.hierarchy();
        if (ledger.phase() != Phase.DISCOVERY) {
            leaveSource(batches);
        }
        HierarchyFailures failures = beginWriting(hierarchy);
        batches.start();
        Pause pause = new Pause();
        while (goesOn()) {
            Phase phase = ledger.phase();
            show(phase == Phase.DISCOVERY ? Phase.INGESTION : phase);
            switch (phase) {
                case DISCOVERY -> discover(discovery, hierarchy, batches);
                case INGESTION ->
                    awaitEnd(
                            batches,
                            pause,
                            phase,
                            session.sink().defersForeignKeys() ? Phase.REFERENCES : Phase.DELETION);
                case REFERENCES -> awaitEnd(batches, pause, phase, Phase.DELETION);
                case DELETION -> finish(hierarchy, failures);
                case FINISHED -> {
                    led = endedIt; // else this process was paused, and another has led the run to its end
                    return;
                }
            }
        }
    }

    private HierarchyFailures beginWriting(Hierarchy hierarchy) {
        session.sink().begin(id(), durable ? new WrittenInRun(ledger) : null);
        return new HierarchyStep(session.sink(), ledger, this::warn).write(hierarchy);
    }

    private void warn(String message) {
        ledger.warning(message);
        listener.warning(message);
    }

    private boolean goesOn() {
        return !stopped && !leaving;
    }

    private void show(Phase phase) {
        if (phase != shown) {
            shown = phase;
            listener.phase(phase);
        }
    }

    private void discover(Discovery discovery, Hierarchy hierarchy, Dispatcher batches) {
        DistributedExecution execution = session.workflow().execution();
        Batcher batcher = new Batcher(
                execution.parallelism(),
                execution.entitiesPerBatch(),
                execution.orchestrator().largestBatch(),
                ledger::learnedCosts,
                window -> plan(window, batches));
        discovery.entities(hierarchy, batcher::add, batcher::flush);
        leaveSource(batches);
        if (goesOn()) {
            ledger.advance(Phase.DISCOVERY, Phase.INGESTION);
        }
    }

    /**
     * Closes idle connections if workers in other processes read from now on, since they share the connection budget.
     */
    private void leaveSource(Dispatcher batches) {
        if (!batches.followsOthers()) {
            session.source().rest();
        }
    }

    private void plan(List<List<EntityDescriptor>> window, Dispatcher batches) {
        listener.listed(ledger.plan(window));
        batches.wake();
        ledger.awaitRoom();
    }

    /** Waits until no batch of the phase is open, in any process, and begins the next phase. */
    private void awaitEnd(Dispatcher batches, Pause pause, Phase phase, Phase next) {
        batches.awaitIdle();
        if (goesOn() && ledger.advance(phase, next)) {
            batches.wake();
            pause.reset();
        } else {
            pause.take();
        }
    }

    private void finish(Hierarchy hierarchy, HierarchyFailures failures) {
        new Finish(session, ledger, start.allowLargeDeletion(), this::warn, () -> !goesOn())
                .deletions(hierarchy, failures);
        if (!goesOn()) {
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
            // The ledger is briefly out of reach; calls that need it wait for it.
        }
    }

    private void timeOut() {
        timedOut = true;
        warn(tookTooLong(session.workflow().execution()));
        stop();
    }

    /** What is said of a run that took longer than it may. */
    static String tookTooLong(DistributedExecution execution) {
        return "workflowConfig.distributedExecution.timeoutSeconds: the run took longer than "
                + execution.timeout().toSeconds() + " s and was ended";
    }

    /**
     * Asks this process' part to end: what was read is written, nothing else is begun, and nothing waits for the source any
     * more. Returns at once; safe from any thread.
     */
    public void stop() {
        stopped = true;
        ledger.stop();
        session.source().stop();
        stopDispatcher();
    }

    /**
     * Asks this process to leave the run to others: a listing under way is finished, nothing else is begun, and the lead is
     * given back. Returns at once; safe from any thread.
     */
    public void handOver() {
        leaving = true;
        stopDispatcher();
    }

    private void stopDispatcher() {
        Dispatcher current = dispatcher;
        if (current != null) {
            current.stop();
        }
    }
}
