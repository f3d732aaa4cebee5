package io.trawl.knative;

import io.trawl.api.orchestrator.CommandOption;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.events.EntityDiscovered;
import java.util.List;
import java.util.OptionalInt;

/** {@code orchestrator: knative}. */
public final class KnativeProvider implements OrchestratorProvider {

    /** The orchestrator's name. */
    public static final String NAME = "knative";

    /** It has no keys of its own: the broker is named by the environment. */
    record NoKeys() implements OrchestratorConfig {}

    /** Whether a broker brings the batches of a workflow to workers. */
    public static boolean runs(Workflow workflow) {
        return workflow.execution().orchestrator().name().equals(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "functions behind a broker";
    }

    @Override
    public Class<? extends OrchestratorConfig> configType() {
        return NoKeys.class;
    }

    @Override
    public RetryPolicy defaultRetryPolicy() {
        return RetryPolicy.pods();
    }

    /** An event names each entity, so that a subscriber can see and filter them. */
    @Override
    public OptionalInt defaultEntitiesPerBatch() {
        return OptionalInt.of(1);
    }

    /** An event names all of them. */
    @Override
    public int largestBatch() {
        return EntityDiscovered.MAX_SIZE;
    }

    @Override
    public List<CommandOption> options() {
        return List.of(new CommandOption(
                KnativeRunner.BROKER,
                "URL",
                "With orchestrator: knative, the address of the broker; default: what K_SINK says."));
    }

    @Override
    public RemoteRunner runner(RunnerRequest request) {
        return new KnativeRunner(request);
    }
}
