package io.trawl.argo;

import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Workflows with {@code orchestrator: argo}. */
final class Runs {

    static final PodConfig PODS = new PodConfig(null, null, null, Map.of("cpu", "250m", "memory", "256Mi"), Map.of());

    private Runs() {}

    static Workflow workflow() {
        return workflow("warehouse", PODS, RetryPolicy.pods(), Duration.ofDays(1));
    }

    static Workflow workflow(PodConfig pods) {
        return workflow("warehouse", pods, RetryPolicy.pods(), Duration.ofDays(1));
    }

    static Workflow workflow(String name, PodConfig pods, RetryPolicy retries, Duration timeout) {
        return new Workflow(
                name,
                "digest",
                Path.of("."),
                new Workflow.Source("postgres", "warehouse", null, DatabaseMetadata.defaults()),
                new Workflow.SinkSpec("metadata-rest", null),
                new WorkflowConfig(
                        WorkflowConfig.LoggerLevel.INFO,
                        true,
                        90,
                        null,
                        new DistributedExecution(
                                true,
                                new Orchestrator("argo", pods, Integer.MAX_VALUE, retries.maxBackoff()),
                                8,
                                OptionalInt.empty(),
                                8,
                                retries,
                                true,
                                timeout,
                                DeletionLimit.standard(),
                                false,
                                null)),
                null,
                List.of());
    }
}
