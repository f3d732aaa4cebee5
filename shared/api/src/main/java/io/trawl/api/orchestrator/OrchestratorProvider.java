package io.trawl.api.orchestrator;

import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
     * none.
     */
    Class<? extends OrchestratorConfig> configType();

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

    /**
     * Estimates what a run will take, for {@code plan}; empty unless a run has pods of its own, each of which works on a shard
     * of its batches.
     */
    default Optional<PodEstimator> estimator() {
        return Optional.empty();
    }

    /**
     * Makes what runs a workflow there for a command. It is called before the run begins in the ledger, so that what is
     * wrong is said first; nothing is requested yet.
     *
     * @throws io.trawl.api.workflow.ConfigException if an option, a variable or a value of the workflow is wrong or missing
     * @throws io.trawl.api.model.TrawlException if it is not known where the processes are
     */
    RemoteRunner runner(RunnerRequest request);

    /** Options that the commands which run a workflow have for this orchestrator alone. */
    default List<CommandOption> options() {
        return List.of();
    }

    /**
     * Finds a run where its processes are.
     *
     * @param run the run's id
     * @param place what {@link RemoteRunner#place} said; empty if the ledger has none
     * @param workflow the file that the user has named, which may be of another orchestrator by now; null: none was named
     * @param environment variables by name
     * @return empty if nothing is to be seen or stopped there
     */
    default Optional<LocatedRun> locate(
            String run, Optional<String> place, @Nullable Workflow workflow, Map<String, String> environment) {
        return Optional.empty();
    }

    /** Writes the resource of a run, for {@code render}; empty if it has none. */
    default Optional<ManifestWriter> manifest() {
        return Optional.empty();
    }

    /** What {@code discovery-fn} does where this orchestrator's name is the command; empty if it starts no such process. */
    default Optional<ProcessCommand> processCommand() {
        return Optional.empty();
    }
}
