package io.trawl.engine;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.engine.RunLeader.Leadership;
import io.trawl.engine.RunRequest.Kind;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * This process's work on one run. It processes batches and, while no other process is the leader, leads the run through
 * its phases, starting at the phase that the ledger records.
 *
 * <p>{@link #execute} may be called once. It does not close the connectors or the ledger.
 */
public final class Run {

    /**
     * How long a run that was handed over counts as running without a leader. Other processes look for such runs every
     * minute.
     */
    static final Duration HAND_OVER = Duration.ofMinutes(10);

    private static final long WATCH_MILLIS = 1_000;

    private final Connectors connectors;
    private final RunLedger ledger;
    private final RunStart start;
    private final boolean durable;
    private final RunListener listener;
    private final DispatcherFactory<RunLedger> dispatchers;
    private final StatusReporter status;
    private final RunProgress progress;
    private final RunRequest request = new RunRequest();

    private volatile Dispatcher dispatcher;
    private Leadership leadership = Leadership.NONE;

    /**
     * @param ledger the run's record
     * @param start how it was begun
     * @param dispatchers makes what brings batches to workers
     */
    public Run(
            Connectors connectors,
            RunLedger ledger,
            RunStart start,
            RunListener listener,
            DispatcherFactory<RunLedger> dispatchers) {
        this.connectors = connectors;
        this.ledger = ledger;
        this.start = start;
        this.durable = ledger instanceof DurableRunLedger;
        this.listener = listener;
        this.dispatchers = dispatchers;
        this.status = new StatusReporter(connectors, ledger);
        this.progress = new RunProgress(ledger, listener);
        ledger.measure(connectors.source()::usage);
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
        try {
            takePartInTime();
        } catch (SourceStoppedException e) {
            // Only after stop(), and then there is nothing left but to report.
        } catch (RuntimeException e) {
            leave(e);
            throw e;
        }
        return report();
    }

    /** Takes part while the run may last. Leaving and reporting may take minutes, which are not the run's. */
    private void takePartInTime() {
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, DaemonThreads.named("trawl-watch"));
        try (Dispatcher batches = dispatchers.open(connectors, ledger, listener)) {
            dispatcher = batches;
            Duration left = connectors.workflow().execution().timeout().minus(ledger.active());
            timers.schedule(OutOfMemory.checked(this::timeOut), Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
            if (durable) {
                Runnable watch = OutOfMemory.checked(this::watch);
                timers.scheduleWithFixedDelay(watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (ledger.isStopRequested()) { // before this process began
                stop();
            }
            if (start instanceof RunStart.Existing) {
                listener.standing(ledger.counts());
            }
            takePart(batches);
            if (request.is(Kind.HAND_OVER) && leadership == Leadership.HELD) {
                giveLeadershipBack();
                leadership = Leadership.NONE;
            }
        } finally {
            timers.shutdownNow();
        }
    }

    /** After a failure the run stays in the ledger: another process, or {@code resume}, can continue it. */
    private void leave(RuntimeException why) {
        FailureKind kind = Failures.kindOf(why);
        boolean passes = kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED;
        boolean elsewhere = dispatcher != null && !dispatcher.followsOthers();
        if (passes && elsewhere) {
            giveLeadershipBack();
            return;
        }
        if (elsewhere) {
            ledger.warning(Failures.messageOf(why)); // for a command that follows the run from another machine
        }
        ledger.stop();
    }

    /**
     * Only a run of a durable ledger can be continued by another process. All processes of a run may be pausing while the run
     * is still running.
     */
    private void giveLeadershipBack() {
        if (ledger instanceof DurableRunLedger shared) {
            Duration pause = connectors.workflow().execution().orchestrator().longestPause();
            shared.handOver(HAND_OVER.plus(pause));
        }
    }

    /** Processes batches while another process leads; leads while no other does. Until the run is over or this is to end. */
    private void takePart(Dispatcher batches) {
        progress.phase(Phase.DISCOVERY);
        boolean alone = connectors.sink().isSnapshot();
        boolean waited = false;
        Pause pause = new Pause();
        while (request.isNone() && ledger.phase() != Phase.FINISHED) {
            if (ledger.tryAcquireLeadership()) {
                lead(batches, alone);
            } else if (!batches.followsOthers()) {
                return;
            } else if (alone) {
                if (!waited) {
                    listener.warning("waiting until the process that had this run is certainly gone");
                }
                waited = true;
                pause.take();
            } else {
                progress.phase(Phase.INGESTION);
                batches.start();
                batches.awaitIdle();
                pause.take();
            }
        }
    }

    /** @param alone whether no other process can continue the run at the same time */
    private void lead(Dispatcher batches, boolean alone) {
        leadership = Leadership.HELD;
        try {
            status.running();
            leadership =
                    new RunLeader(connectors, ledger, batches, request, progress, start.allowLargeDeletion()).lead();
        } catch (LostLeadershipException e) {
            leadership = Leadership.NONE;
            if (alone) {
                throw new TrawlException(FailureKind.TRANSIENT, e.getMessage(), e);
            }
        }
    }

    private Report report() {
        if (leadership != Leadership.ENDED_RUN) {
            connectors.sink().finish(false);
        }
        if (durable) {
            listener.standing(ledger.counts());
        }
        progress.phase(Phase.FINISHED);
        boolean reports = leadership != Leadership.NONE && (!request.is(Kind.TIME_OUT) || endLate());
        Report report = ledger.report(request.isStop() ? State.STOPPED : State.RUNNING);
        if (reports) {
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
        request.raise(Kind.TIME_OUT);
        progress.warning(tookTooLong(connectors.workflow().execution()));
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
        request.raise(Kind.STOP);
        ledger.stop();
        connectors.source().stop();
        stopDispatcher();
    }

    /**
     * Asks this process to leave the run to others: a listing under way is finished, nothing else is begun, and the lead is
     * given back. Returns at once; safe from any thread.
     */
    public void handOver() {
        request.raise(Kind.HAND_OVER);
        stopDispatcher();
    }

    private void stopDispatcher() {
        Dispatcher current = dispatcher;
        if (current != null) {
            current.stop();
        }
    }
}
