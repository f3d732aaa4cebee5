package io.trawl.core.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * {@code workflowConfig.distributedExecution}. Keys of modes that do not exist yet are refused when the workflow is
 * read, so they are not here.
 *
 * @param enabled false: sequential, one worker
 * @param parallelism workers at a time, 1 to 500
 * @param entitiesPerBatch empty: by cost
 * @param maxSourceConnections the connection budget, at least 1
 * @param retryPolicy how failures are retried
 * @param timeout how long a run may take
 * @param deletionMaxShare share of a scope, 0 to 1, above which nothing in it is deleted
 * @param ledger where runs are recorded; null: nowhere, a run does not outlive its process
 */
public record DistributedExecution(
        boolean enabled,
        int parallelism,
        OptionalInt entitiesPerBatch,
        int maxSourceConnections,
        RetryPolicy retryPolicy,
        Duration timeout,
        double deletionMaxShare,
        LedgerConfig ledger) {

    /** One worker, one connection, otherwise the defaults. */
    public static DistributedExecution sequential() {
        return new DistributedExecution(
                false, 1, OptionalInt.empty(), 1, RetryPolicy.local(), Duration.ofSeconds(86_400), 0.2, null);
    }

    /** The default of {@code maxSourceConnections}: as many as workers, at most 20. */
    public static int defaultConnections(int parallelism) {
        return Math.min(parallelism, 20);
    }
}
