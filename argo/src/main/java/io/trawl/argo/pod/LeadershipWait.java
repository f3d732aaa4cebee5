package io.trawl.argo.pod;

import io.trawl.api.ledger.RunHistory;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.Retry;
import io.trawl.api.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The lead of a run, which another process may still have: one that was killed, until its lease has ended.
 *
 * @param patience how long that is waited for
 */
record LeadershipWait(RunHistory ledger, Workflow workflow, String run, Duration patience) {

    private static final Duration LOOK = Duration.ofMillis(500);

    /**
     * Does something that only who leads can do, unless the run is over.
     *
     * @param work empty if another process leads, or the run is over
     * @throws TrawlException of kind TRANSIENT if another leads for too long
     */
    void take(Supplier<? extends Optional<?>> work) {
        long began = System.nanoTime();
        while (work.get().isEmpty() && isUnderWay()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new TrawlException(
                        FailureKind.TRANSIENT,
                        "run " + run + ": another process has led it for " + patience.toSeconds() + " s",
                        null);
            }
            Retry.sleep(LOOK, "waiting for the lead of the run");
        }
    }

    private boolean isUnderWay() {
        Optional<RunRecord> record = ledger.run(workflow.name(), run);
        return record.isPresent() && OpenWorkSummary.of(ledger, record.get()) == OpenWorkSummary.UNDER_WAY;
    }
}
