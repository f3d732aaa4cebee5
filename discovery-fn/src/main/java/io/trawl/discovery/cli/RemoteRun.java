package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A run that other processes execute: it is recorded in the ledger, requested from them, and followed in the ledger.
 */
final class RemoteRun {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** The user is warned when no process has worked on the run for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A run that was stopped by what went wrong is recorded as such before it is over there. */
    private static final Duration EXPLANATION = Duration.ofSeconds(60);

    private final CliContext context;
    private final DurableLedger ledger;
    private final Workflow workflow;
    private final String run;
    private final RemoteRunner runner;
    private final RunListener listener;
    private volatile boolean stopping;
    private volatile boolean leaving;
    private final Set<String> reported = new HashSet<>();
    private Phase shown;
    private boolean led;
    private boolean stopTold;
    private int idle;

    private RemoteRun(
            CliContext context,
            DurableLedger ledger,
            Workflow workflow,
            String run,
            RemoteRunner runner,
            RunListener listener) {
        this.context = context;
        this.ledger = ledger;
        this.workflow = workflow;
        this.run = run;
        this.runner = runner;
        this.listener = listener;
    }

    /**
     * Begins a run and follows it to its end, if the workflow says so.
     *
     * @param runner where it is asked for; left open
     * @param begun receives, once the run has begun, what can be asked of it
     * @throws TrawlException if the ledger or the place where it goes on cannot be reached, or if it ended there as nobody
     *     wanted; the run is stopped then
     */
    static Report execute(
            CliContext context,
            IngestionEngine engine,
            Workflow workflow,
            RunStart start,
            RemoteRunner runner,
            RunListener listener,
            Consumer<RunHandle> begun) {
        if (start instanceof RunStart.Join) {
            throw new ConfigException("--join: is for runs of this process' kind; the workers of this one are pods"
                    + " (orchestrator: " + workflow.execution().mode() + ")");
        }
        try (DurableLedger ledger = context.ledger(workflow.execution().ledger(), listener::warning)) {
            String id = engine.prepare(ledger, workflow, start);
            RemoteRun run = new RemoteRun(context, ledger, workflow, id, runner, listener);
            begun.accept(run.handle());
            run.request(start.allowLargeDeletion());
            return ledger.report(workflow.name(), id);
        }
    }

    private RunHandle handle() {
        Runnable stop = () -> {
            ledger.stop(workflow.name(), run);
            stopping = true;
        };
        return new RunHandle(stop, runner.isWatched() ? () -> leaving = true : null);
    }

    private void request(boolean allowLargeDeletion) {
        Duration before = record().active();
        CompletableFuture<?> asked = runner.ask(run, allowLargeDeletion);
        runner.place().ifPresent(place -> ledger.placed(workflow.name(), run, place));
        follow(asked, before);
    }

    /**
     * Follows the run to its end; or, if the workflow does not wait for that, until a process has taken it.
     *
     * @param asked completes when a process has taken the run, or the request has failed
     * @param before for how long the run was led before that
     */
    private void follow(CompletableFuture<?> asked, Duration before) {
        boolean waits = workflow.execution().waitForCompletion();
        while (!leaving) {
            Optional<RemoteRunner.Ending> ending = runner.ending(); // before the record, which is the last one then
            RunRecord record = record();
            if (waits) {
                show(record);
            }
            if (record.state().hasEnded()) {
                if (record.state() == State.STOPPED && record.stopRequested()) {
                    stopElsewhere();
                }
                explain(record, ending);
                return;
            }
            led |= record.active().compareTo(before) > 0;
            throwIfRefused(record, asked);
            if (ending.isPresent()) {
                abandoned(record, ending.get());
                return;
            }
            if (stopping || record.stopRequested()) {
                stop(record);
            }
            if (!waits && (led || asked.isDone())) {
                return;
            }
            report(runner.obstacles());
            warnOfSilence(record);
            pause();
        }
        throwIfRefused(record(), asked);
    }

    /** It could not be asked for: what has begun is stopped. */
    private void throwIfRefused(RunRecord record, CompletableFuture<?> asked) {
        if (led || !asked.isCompletedExceptionally()) {
            return;
        }
        RunStop.send(ledger, record, null);
        try {
            asked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TrawlException known
                    ? known
                    : new TrawlException(FailureKind.BUG, e.getCause().toString(), e.getCause());
        }
    }

    /** The run is to stop, by this process or another. */
    private void stop(RunRecord record) {
        if (!stopTold && !stopping) {
            listener.warning("another process has asked the run to stop");
        }
        stopElsewhere();
        RunStop.send(ledger, record, null);
    }

    private void stopElsewhere() {
        if (!stopTold) {
            stopTold = true;
            runner.stop();
        }
    }

    /** No process works on it any more, and it has not ended: it is stopped, once the leases of the processes have ended. */
    private void abandoned(RunRecord record, RemoteRunner.Ending ending) {
        boolean wanted = stopping || record.stopRequested();
        String message = withLastWarning(ending);
        RunRecord last = record;
        for (int i = 0; !last.state().hasEnded() && i < PATIENCE.dividedBy(LOOK); i++) {
            if (i > 0) {
                pause();
            }
            RunStop.send(ledger, record, wanted ? null : ending.message());
            last = record();
        }
        if (ending.failed() || !wanted) {
            report(ending, message);
        }
    }

    private void show(RunRecord record) {
        if (record.phase() != shown) {
            shown = record.phase();
            listener.phase(shown);
        }
        listener.standing(record.entities());
    }

    private void warnOfSilence(RunRecord record) {
        idle = led && record.state() == State.RUNNING ? 0 : idle + 1;
        if (idle == PATIENCE.dividedBy(LOOK)) {
            listener.warning(
                    "no process has worked on the run for " + PATIENCE.toSeconds() + " s: " + runner.silence());
        }
    }

    /** Warns why a run stopped that this process did not stop, if the place where it ran knows the reason. */
    private void explain(RunRecord record, Optional<RemoteRunner.Ending> known) {
        if (record.state() != State.STOPPED || stopping || record.stopRequested()) {
            return;
        }
        Optional<RemoteRunner.Ending> ending = known;
        for (int i = 0; ending.isEmpty() && runner.isWatched() && i < EXPLANATION.dividedBy(LOOK) && !leaving; i++) {
            pause();
            ending = runner.ending();
        }
        ending.ifPresent(ended -> report(ended, withLastWarning(ended)));
    }

    private void report(List<RemoteRunner.Obstacle> obstacles) {
        listener.waiting(obstacles.isEmpty() ? "" : obstacles.get(0).line());
        for (RemoteRunner.Obstacle obstacle : obstacles) {
            if (reported.add(obstacle.what())) {
                listener.warning(obstacle.line());
            }
        }
    }

    /** @param message of a failure */
    private void report(RemoteRunner.Ending ending, String message) {
        if (ending.failed()) {
            throw new TrawlException(FailureKind.TRANSIENT, message, null);
        }
        listener.warning(ending.message());
    }

    /** With the last warning that its processes have recorded, which says more than their exit codes. */
    private String withLastWarning(RemoteRunner.Ending ending) {
        String message = ending.message();
        List<String> warnings = ledger.report(workflow.name(), run).warnings();
        String last = warnings.isEmpty() ? "" : warnings.get(warnings.size() - 1);
        return last.isEmpty() || message.contains(last) ? message : message + "; " + last;
    }

    private RunRecord record() {
        return ledger.run(workflow.name(), run).orElseThrow();
    }

    private void pause() {
        try {
            context.pause(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while following the run", e);
        }
    }
}
