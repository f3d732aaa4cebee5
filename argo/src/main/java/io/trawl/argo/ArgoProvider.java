package io.trawl.argo;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.PodEstimator;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.pod.PodPlan;
import java.time.Duration;
import java.util.Optional;

/** {@code orchestrator: argo}. */
public final class ArgoProvider implements OrchestratorProvider {

    /** The orchestrator's name. */
    public static final String NAME = "argo";

    /** Whether the workers of a workflow are pods of an Argo Workflow. */
    public static boolean runs(Workflow workflow) {
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
    public Class<?> configType() {
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
}
