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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** A run that goes on elsewhere: begun in the ledger, asked for at the broker, and followed in the ledger. */
final class RemoteRun {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** After so long without anybody at work, the user is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Surroundings surroundings;
    private final Trawl trawl;
    private final Function<RunRequested, CompletableFuture<?>> broker;
    private final RunListener listener;

    /**
     * @param broker sends the request; a broker may take as long to answer as the run takes
     */
    RemoteRun(
            Surroundings surroundings,
            Trawl trawl,
            Function<RunRequested, CompletableFuture<?>> broker,
            RunListener listener) {
        this.surroundings = surroundings;
        this.trawl = trawl;
        this.broker = broker;
        this.listener = listener;
    }

    /**
     * Follows the run to its end, if the workflow says so.
     *
     * @param begun receives, once the run has begun, what asks it to stop
     * @throws TrawlException if ledger or broker cannot be reached; a run that nobody was asked for is stopped then
     */
    Report execute(Workflow workflow, Start start, Consumer<Runnable> begun) {
        if (start.entry() == Ledger.Entry.JOIN) {
            throw new ConfigException("--join: is for runs of this process' kind; the workers of this one are pods"
                    + " (orchestrator: knative)");
        }
        try (Ledger ledger = surroundings.ledger(workflow.execution().ledger())) {
            String run = trawl.prepare(ledger, workflow, start);
            AtomicBoolean stopping = new AtomicBoolean();
            begun.accept(() -> {
                ledger.stop(workflow.name(), run);
                stopping.set(true);
            });
            Duration before = record(ledger, workflow, run).active();
            CompletableFuture<?> asked =
                    broker.apply(new RunRequested(workflow.name(), run, start.allowLargeDeletion() ? true : null));
            follow(ledger, workflow, run, new Asked(asked, before, stopping));
            return ledger.report(workflow.name(), run);
        }
    }

    /**
     * What was asked of others.
     *
     * @param answer completes when the broker has the event, or has not taken it
     * @param before for how long the run was led before that
     * @param stopping whether the run is to stop since
     */
    private record Asked(CompletableFuture<?> answer, Duration before, AtomicBoolean stopping) {}

    /** To the end; or, if the workflow does not wait for it, until the broker has the event or somebody leads the run. */
    private void follow(Ledger ledger, Workflow workflow, String run, Asked asked) {
        boolean waits = workflow.execution().waitForCompletion();
        Phase shown = null;
        int idle = 0;
        boolean led = false;
        while (true) {
            RunRecord record = record(ledger, workflow, run);
            if (waits && record.phase() != shown) {
                shown = record.phase();
                listener.phase(shown);
            }
            if (waits) {
                listener.standing(record.entities());
            }
            if (hasEnded(record.state())) {
                return;
            }
            led |= record.active().compareTo(asked.before()) > 0;
            if (!led && asked.answer().isCompletedExceptionally()) {
                takeBack(ledger, workflow, run);
                throw failure(asked.answer());
            }
            if (asked.stopping().get() && !led) {
                takeBack(ledger, workflow, run);
            } else if (asked.stopping().get() && record.state() == Report.State.INTERRUPTED) {
                ledger.stop(workflow.name(), run); // everybody has left without saying so
            }
            if (!waits && (led || asked.answer().isDone())) {
                return;
            }
            boolean atWork = led && record.state() == Report.State.RUNNING;
            idle = atWork ? 0 : idle + 1;
            if (idle == PATIENCE.dividedBy(LOOK)) {
                listener.warning("nobody has worked on the run for " + PATIENCE.toSeconds()
                        + " s: is the discovery function there, and does its ping go to the broker?");
            }
            pause();
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

    private static boolean hasEnded(Report.State state) {
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
                    : new TrawlException(FailureKind.BUG, e.getCause().toString(), e);
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
