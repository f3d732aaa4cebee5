package io.trawl.api.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How batches reach workers, and what the engine must know of it.
 *
 * @param name as a workflow, a report and the ledger name it: {@code local}, or the name of its provider
 * @param config the orchestrator's own keys of {@code distributedExecution}, of the class its provider names; null for
 *     {@code local}
 * @param largestBatch what the references to a batch's entities may take as JSON, in bytes
 * @param longestPause how long all processes of a run may pause at the same time while the run is not given up
 */
public record Orchestrator(String name, @Nullable OrchestratorConfig config, int largestBatch, Duration longestPause) {

    /** Threads of one process, and other processes that join. */
    public static final Orchestrator LOCAL = new Orchestrator("local", null, Integer.MAX_VALUE, Duration.ZERO);

    /** Whether the workers are threads of the process that runs the workflow. */
    public boolean isLocal() {
        return name.equals(LOCAL.name);
    }
}
