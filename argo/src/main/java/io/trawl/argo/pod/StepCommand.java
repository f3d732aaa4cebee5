package io.trawl.argo.pod;

import io.trawl.api.orchestrator.ProcessCommand;
import io.trawl.api.orchestrator.ProcessContext;
import java.time.Duration;
import java.util.List;

/** What the pods run that lead a run: {@code discovery-fn argo STEP …}. */
public final class StepCommand implements ProcessCommand {

    /** How long to wait for the lead: a leader that was killed keeps it until its lease has ended. */
    private static final Duration LEAD_PATIENCE = Duration.ofMinutes(2);

    /** Wrong arguments. */
    private static final int USAGE = 2;

    @Override
    public int run(List<String> arguments, ProcessContext context) {
        StepArguments step;
        try {
            step = StepArguments.of(arguments);
        } catch (IllegalArgumentException e) {
            new StepLog(context.err()).warning(e.getMessage());
            return USAGE;
        }
        ArgoSteps steps = new ArgoSteps(context, LEAD_PATIENCE);
        return switch (step.step()) {
            case "discover" -> steps.discover(step.request(), ShutdownSignal.on(context.onSignal()));
            case "finish" -> steps.finish(step.request(), ShutdownSignal.on(context.onSignal()));
            default -> steps.close(step.request());
        };
    }
}
