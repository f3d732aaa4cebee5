package io.trawl.api.orchestrator;

import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An orchestrator whose workers are other processes; found with {@link java.util.ServiceLoader}. A run of such a workflow
 * always needs a lasting ledger, since its processes share nothing else.
 */
public interface OrchestratorProvider {

    /** The value of {@code distributedExecution.orchestrator}, and the mode of its runs: lower case letters. */
    String name();

    /** What the workers are, in a few words: {@code functions behind a broker}. */
    String description();

    /**
     * The record whose components are this orchestrator's keys of {@code distributedExecution}; an empty record if it has
     * none. It may check itself when it is made, with {@link IllegalArgumentException}, whose message starts with the key.
     */
    Class<?> configType();

    /** How failures are retried unless the workflow says otherwise. */
    RetryPolicy defaultRetryPolicy();

    /** How many entities a worker takes at once unless the workflow says otherwise; empty: by cost. */
    default OptionalInt defaultEntitiesPerBatch() {
        return OptionalInt.empty();
    }

    /** What the references to a batch's entities may take as JSON, in bytes; a single entity may take more. */
    default int largestBatch() {
        return Integer.MAX_VALUE;
    }

    /**
     * How long all processes of a run may pause at the same time, each for a retry, while the run is not given up. It is
     * added to the time for which a run without a leader counts as running.
     */
    default Duration longestPause(RetryPolicy retryPolicy) {
        return Duration.ZERO;
    }

    /**
     * Checks the values of the keys that all orchestrators have.
     *
     * @param execution complete, with {@code orchestrator().config()} of {@link #configType()}
     * @throws IllegalArgumentException if one does not suit this orchestrator; the message starts with the key
     */
    default void check(DistributedExecution execution) {}

    /** Estimates what a run will take, for {@code plan}; empty if its workers are no pods of the run's own. */
    default Optional<PodEstimator> estimator() {
        return Optional.empty();
    }
}
