package io.trawl.api.ledger;

import io.trawl.api.workflow.DistributedExecution;
import org.jspecify.annotations.Nullable;

/**
 * A run as it begins.
 *
 * @param runId its id
 * @param workflow the workflow's name
 * @param service the service whose entities are ingested, the first part of every id
 * @param digest of what the workflow reads and writes; only a workflow of the same digest can continue the run
 * @param catalog identifies the catalog that is written to: fingerprints hold for one catalog; null for a snapshot, which
 *     has none
 * @param mode sequential, or the name of the orchestrator
 */
public record NewRun(
        String runId,
        String workflow,
        String service,
        String digest,
        @Nullable String catalog,
        String mode) {

    /** Whether processes hand the run over to each other, so that at times none leads it. */
    public boolean isHandedOver() {
        return !DistributedExecution.isLocal(mode);
    }
}
