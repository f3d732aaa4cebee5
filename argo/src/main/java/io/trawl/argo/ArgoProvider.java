package io.trawl.argo;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.orchestrator.ManifestWriter;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.PodEstimator;
import io.trawl.api.orchestrator.ProcessCommand;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.pod.PodPlan;
import io.trawl.argo.pod.StepCommand;
import io.trawl.argo.pod.WorkflowPlace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code orchestrator: argo}. */
public final class ArgoProvider implements OrchestratorProvider {

    /** The orchestrator's name. */
    static final String NAME = "argo";

    /** The Workflow that {@code render} prints. */
    private record RenderedWorkflow() implements ManifestWriter {

        @Override
        public String kind() {
            return "Argo Workflow";
        }

        @Override
        public String yaml(Workflow workflow) {
            return RunWorkflow.yaml(RunWorkflow.rendered(workflow));
        }
    }

    /** Whether the workers of a workflow are pods of an Argo Workflow. */
    static boolean runs(Workflow workflow) {
        return workflow.execution().orchestrator().name().equals(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "pods of an Argo Workflow";
    }

    @Override
    public Class<? extends OrchestratorConfig> configType() {
        return PodConfig.class;
    }

    @Override
    public RetryPolicy defaultRetryPolicy() {
        return RetryPolicy.pods();
    }

    /** All pods may be pausing while the run is still running. */
    @Override
    public Duration longestPause(RetryPolicy retryPolicy) {
        return retryPolicy.maxBackoff();
    }

    @Override
    public void check(DistributedExecution execution) {
        double factor = execution.retryPolicy().backoffFactor();
        if (factor != Math.rint(factor)) {
            throw new IllegalArgumentException("retryPolicy.backoffFactor: " + quoted(factor)
                    + " is not a whole number, as Argo needs (orchestrator: argo)");
        }
    }

    @Override
    public Optional<PodEstimator> estimator() {
        return Optional.of((open, pace, listing, execution) ->
                PodPlan.of(open, pace, listing, execution).estimate(pace.isPresent()));
    }

    @Override
    public RemoteRunner runner(RunnerRequest request) {
        Workflow workflow = request.workflow();
        RunWorkflow.rendered(workflow); // fails before the run begins if a value cannot be an argument
        String suffix =
                request.newRun() ? null : "%06x".formatted(request.random().nextInt(0x1000000));
        return new ArgoRunner(
                WorkflowClients.open(
                        request.environment(), PodConfig.of(workflow).namespace()),
                workflow,
                suffix);
    }

    @Override
    public Optional<LocatedRun> locate(
            String run, Optional<String> place, Workflow workflow, Map<String, String> environment) {
        String named =
                workflow != null && runs(workflow) ? PodConfig.of(workflow).namespace() : null;
        return Optional.of(new LocatedWorkflow(environment, run, place.flatMap(WorkflowPlace::parse), named));
    }

    @Override
    public Optional<ManifestWriter> manifest() {
        return Optional.of(new RenderedWorkflow());
    }

    @Override
    public Optional<ProcessCommand> processCommand() {
        return Optional.of(new StepCommand());
    }
}
