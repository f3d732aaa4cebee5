package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import org.jspecify.annotations.Nullable;

/** Stops a run in the ledger, whichever processes work on it. */
final class RunStop {

    private RunStop() {}

    /**
     * Asks every process of a run to stop. If none leads it, takes the lead for a moment: then the run has ended if none works on a
     * batch either, although it was handed over to a process that has not come. Does nothing if the run has ended.
     *
     * @param reason recorded as a warning of the run; null: none
     */
    static void send(DurableLedger ledger, RunRecord run, @Nullable String reason) {
        String workflow = run.run().workflow();
        String id = run.run().runId();
        try {
            ledger.stop(workflow, id);
            ledger.work(workflow, id, run.run().digest()).ifPresent(taken -> {
                try (taken) {
                    if (reason != null) {
                        taken.warning(reason);
                    }
                    taken.tryAcquireLeadership();
                }
            });
        } catch (TrawlException e) {
            if (e.kind() != FailureKind.INVALID) { // else it has ended meanwhile
                throw e;
            }
        }
    }
}
