package io.trawl.api.orchestrator;

import io.trawl.api.workflow.Workflow;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a command hands to the orchestrator that is to run a workflow.
 *
 * @param newRun whether a run begins; false: one is resumed or retried, and its processes may still be there
 * @param options values of {@link OrchestratorProvider#options}, by name; what the user did not give is not there
 * @param environment variables by name
 * @param random decides names and pauses
 */
public record RunnerRequest(
        Workflow workflow,
        boolean newRun,
        Map<String, String> options,
        Map<String, String> environment,
        Clock clock,
        RandomGenerator random) {

    public RunnerRequest {
        options = Map.copyOf(options);
        environment = Map.copyOf(environment);
    }
}
