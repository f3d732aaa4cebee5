package io.trawl.api.workflow;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code workflowConfig.distributedExecution}.
 *
 * @param enabled false: sequential, one worker
 * @param orchestrator how batches reach workers; {@link Orchestrator#LOCAL} if sequential
 * @param parallelism workers at a time, 1 to 500
 * @param entitiesPerBatch empty: by cost
 * @param maxSourceConnections the connection budget, at least 1
 * @param retryPolicy how failures are retried
 * @param waitForCompletion whether {@code ingest} waits for the end of a run that goes on elsewhere
 * @param timeout how long a run may take
 * @param deletionLimit how much of a scope may be marked as deleted
 * @param includeExtensionMembers whether entities are ingested that belong to an extension of the source
 * @param ledger where runs are recorded; null: nowhere, a run does not outlive its process
 */
public record DistributedExecution(
        boolean enabled,
        Orchestrator orchestrator,
        int parallelism,
        OptionalInt entitiesPerBatch,
        int maxSourceConnections,
        RetryPolicy retryPolicy,
        boolean waitForCompletion,
        Duration timeout,
        DeletionLimit deletionLimit,
        boolean includeExtensionMembers,
        @Nullable LedgerConfig ledger) {

    private static final String SEQUENTIAL = "sequential";

    /** One worker, one connection, otherwise the defaults. */
    public static DistributedExecution sequential() {
        return new DistributedExecution(
                false,
                Orchestrator.LOCAL,
                1,
                OptionalInt.empty(),
                1,
                RetryPolicy.local(),
                true,
                Duration.ofSeconds(86_400),
                DeletionLimit.standard(),
                false,
                null);
    }

    /** The mode as reports and the ledger name it: {@code sequential}, or the name of the orchestrator. */
    public String mode() {
        return enabled ? orchestrator.name() : SEQUENTIAL;
    }

    /** Whether workers of that mode are in the process that runs the workflow. */
    public static boolean isLocal(String mode) {
        return mode.equals(SEQUENTIAL) || mode.equals(Orchestrator.LOCAL.name());
    }

    /** The default of {@code maxSourceConnections}: as many as workers, at most 20. */
    public static int defaultConnections(int parallelism) {
        return Math.min(parallelism, 20);
    }
}
