package io.trawl.discovery.cli;

import io.trawl.core.config.ConfigException;
import io.trawl.core.config.Workflow;
import io.trawl.core.engine.RunListener;
import io.trawl.core.engine.Start;
import io.trawl.core.engine.Trawl;
import io.trawl.core.event.RunRequested;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.ledger.Phase;
import io.trawl.core.ledger.RunRecord;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import io.trawl.core.report.Report;
import io.trawl.core.report.Report.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A run that goes on elsewhere: begun in the ledger, asked for there, and followed in the ledger. */
final class RemoteRun {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** After so long without anybody at work, the user is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A run that was stopped by what went wrong is recorded as such before it is over there. */
    private static final Duration EXPLANATION = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final Trawl trawl;
    private final Elsewhere elsewhere;
    private final RunListener listener;
    private volatile boolean stopping;
    private volatile boolean leaving;
    private final Set<String> told = new HashSet<>();
    private Phase shown;
    private boolean led;
    private int idle;

    /** One run; it is executed once, and does not close what it was given. */
    RemoteRun(Surroundings surroundings, Trawl trawl, Elsewhere elsewhere, RunListener listener) {
        this.surroundings = surroundings;
        this.trawl = trawl;
        this.elsewhere = elsewhere;
        this.listener = listener;
    }

    /**
     * Follows the run to its end, if the workflow says so.
     *
     * @param begun receives, once the run has begun, what can be asked of it
     * @throws TrawlException if the ledger or the place where it goes on cannot be reached, or if it ended there as nobody
     *     wanted; the run is stopped then
     */
    Report execute(Workflow workflow, Start start, Consumer<Control> begun) {
        if (start.entry() == Ledger.Entry.JOIN) {
            throw new ConfigException("--join: is for runs of this process' kind; the workers of this one are pods"
                    + " (orchestrator: " + workflow.execution().mode() + ")");
        }
        try (Ledger ledger = surroundings.ledger(workflow.execution().ledger(), listener::warning)) {
            String run = trawl.prepare(ledger, workflow, start);
            begun.accept(new Control(
                    () -> {
                        ledger.stop(workflow.name(), run);
                        stopping = true;
                    },
                    elsewhere.isWatched() ? () -> leaving = true : null));
            Duration before = record(ledger, workflow, run).active();
            CompletableFuture<?> asked =
                    elsewhere.ask(new RunRequested(workflow.name(), run, start.allowLargeDeletion() ? true : null));
            follow(ledger, workflow, run, asked, before);
            return ledger.report(workflow.name(), run);
        }
    }

    /**
     * To the end; or, if the workflow does not wait for it, until somebody has the run.
     *
     * @param asked completes when somebody has it, or nobody will
     * @param before for how long the run was led before that
     */
    private void follow(Ledger ledger, Workflow workflow, String run, CompletableFuture<?> asked, Duration before) {
        boolean waits = workflow.execution().waitForCompletion();
        boolean stopTold = false;
        while (!leaving) {
            Optional<Elsewhere.Ending> ending = elsewhere.ending(); // before the record, which is the last one then
            RunRecord record = record(ledger, workflow, run);
            if (waits) {
                show(record);
            }
            if (hasEnded(record.state())) {
                explain(ledger, record, ending);
                return;
            }
            led |= record.active().compareTo(before) > 0;
            if (!led && asked.isCompletedExceptionally()) {
                takeBack(ledger, workflow, run);
                throw failure(asked);
            }
            if (ending.isPresent()) {
                abandoned(ledger, workflow, run, ending.get());
                return;
            }
            if (stopping && !stopTold) {
                stopTold = true;
                elsewhere.stop();
            }
            if (stopping && !led) {
                takeBack(ledger, workflow, run);
            } else if (stopping && record.state() == State.INTERRUPTED) {
                ledger.stop(workflow.name(), run); // everybody has left without saying so
            }
            if (!waits && (led || asked.isDone())) {
                return;
            }
            elsewhere.problems().stream().filter(told::add).forEach(listener::warning);
            warnOfSilence(record);
            pause();
        }
    }

    /** Nobody works on it any more, and it has not ended: it is stopped, once the lead of who is gone has ended. */
    private void abandoned(Ledger ledger, Workflow workflow, String run, Elsewhere.Ending ending) {
        takeBack(ledger, workflow, run);
        for (int i = 0; !hasEnded(record(ledger, workflow, run).state()) && i < PATIENCE.dividedBy(LOOK); i++) {
            pause();
            takeBack(ledger, workflow, run);
        }
        throwIfFailed(ending, ledger, record(ledger, workflow, run));
    }

    private void show(RunRecord record) {
        if (record.phase() != shown) {
            shown = record.phase();
            listener.phase(shown);
        }
        listener.standing(record.entities());
    }

    private void warnOfSilence(RunRecord record) {
        boolean atWork = led && record.state() == State.RUNNING;
        idle = atWork ? 0 : idle + 1;
        if (idle == PATIENCE.dividedBy(LOOK)) {
            listener.warning("nobody has worked on the run for " + PATIENCE.toSeconds() + " s: " + elsewhere.silence());
        }
    }

    /** Why a run was stopped that nobody here has stopped, if that is known where it was. */
    private void explain(Ledger ledger, RunRecord record, Optional<Elsewhere.Ending> known) {
        if (record.state() != State.STOPPED || stopping) {
            return;
        }
        Optional<Elsewhere.Ending> ending = known;
        for (int i = 0; ending.isEmpty() && elsewhere.isWatched() && i < EXPLANATION.dividedBy(LOOK) && !leaving; i++) {
            pause();
            ending = elsewhere.ending();
        }
        ending.ifPresent(ended -> throwIfFailed(ended, ledger, record));
    }

    /** With what its processes have told the ledger, which says more than their exit codes. */
    private static void throwIfFailed(Elsewhere.Ending ending, Ledger ledger, RunRecord record) {
        if (ending.failed()) {
            List<String> warnings =
                    ledger.report(record.run().workflow(), record.run().runId()).warnings();
            String why = warnings.isEmpty() ? "" : "; " + warnings.get(warnings.size() - 1);
            throw new TrawlException(FailureKind.TRANSIENT, ending.message() + why, null);
        }
    }

    private static RunRecord record(Ledger ledger, Workflow workflow, String run) {
        return ledger.run(workflow.name(), run).orElseThrow();
    }

    /** Stops a run that was handed over to nobody; whoever leads it by now stops it himself. */
    private static void takeBack(Ledger ledger, Workflow workflow, String run) {
        ledger.stop(workflow.name(), run);
        ledger.work(workflow.name(), run, workflow.digest()).ifPresent(taken -> {
            try (taken) {
                taken.lead();
            }
        });
    }

    private static boolean hasEnded(State state) {
        return switch (state) {
            case SUCCESS, PARTIAL_SUCCESS, FAILED, STOPPED -> true;
            case RUNNING, INTERRUPTED -> false;
        };
    }

    private static TrawlException failure(CompletableFuture<?> asked) {
        try {
            asked.join();
            throw new IllegalStateException("it did not fail");
        } catch (CompletionException e) {
            return e.getCause() instanceof TrawlException known
                    ? known
                    : new TrawlException(FailureKind.BUG, e.getCause().toString(), e.getCause());
        }
    }

    private void pause() {
        try {
            surroundings.pause(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while following the run", e);
        }
    }
}
