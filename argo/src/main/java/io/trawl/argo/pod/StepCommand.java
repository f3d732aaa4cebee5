package io.trawl.argo.pod;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.ledger.RunId;
import io.trawl.api.orchestrator.ProcessCommand;
import io.trawl.api.orchestrator.ProcessContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pods run that lead a run: {@code discovery-fn argo STEP --workflow=NAME --run=ID --as=NAME --namespace=NAME
 * --allow-large-deletion=true}, as the WorkflowTemplate has it. Without an id of a run, the run begins and is named as the
 * Workflow is.
 */
public final class StepCommand implements ProcessCommand {

    /** How long to wait for the lead: a leader that was killed keeps it until its lease has ended. */
    private static final Duration LEAD_PATIENCE = Duration.ofMinutes(2);

    /** Wrong arguments. */
    private static final int USAGE = 2;

    private static final List<String> STEPS = List.of("discover", "finish", "close");
    private static final List<String> NAMES = List.of("workflow", "run", "as", "namespace", "allow-large-deletion");

    @Override
    public int run(List<String> arguments, ProcessContext context) {
        Map.Entry<String, StepRequest> step;
        try {
            step = parsed(arguments);
        } catch (IllegalArgumentException e) {
            new StepLog(context.err()).warning(e.getMessage());
            return USAGE;
        }
        ArgoSteps steps = new ArgoSteps(context, LEAD_PATIENCE);
        return switch (step.getKey()) {
            case "discover" -> steps.discover(step.getValue(), ShutdownSignal.on(context.onSignal()));
            case "finish" -> steps.finish(step.getValue(), ShutdownSignal.on(context.onSignal()));
            default -> steps.close(step.getValue());
        };
    }

    /**
     * The step, and what it is to do.
     *
     * @throws IllegalArgumentException if the arguments are wrong; its message is one line
     */
    static Map.Entry<String, StepRequest> parsed(List<String> arguments) {
        if (arguments.isEmpty() || !STEPS.contains(arguments.get(0))) {
            throw new IllegalArgumentException("which step? there are: " + String.join(", ", STEPS));
        }
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            int sign = argument.indexOf('=');
            String name = argument.startsWith("--") && sign > 0 ? argument.substring(2, sign) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown argument " + quoted(argument) + "; there are: --"
                        + String.join(", --", NAMES) + ", each with =VALUE");
            }
            if (values.put(name, argument.substring(sign + 1)) != null) {
                throw new IllegalArgumentException("--" + name + ": stands here for the second time");
            }
        }
        return Map.entry(arguments.get(0), request(values));
    }

    private static StepRequest request(Map<String, String> values) {
        String as = required(values, "as");
        String run = values.getOrDefault("run", "");
        String id = run.isEmpty() ? as : run;
        RunId.complaint(id).ifPresent(what -> {
            throw new IllegalArgumentException((run.isEmpty() ? "--as: " : "--run: ") + what);
        });
        String namespace = values.getOrDefault("namespace", "");
        String large = values.getOrDefault("allow-large-deletion", "false");
        if (!large.equals("true") && !large.equals("false")) {
            throw new IllegalArgumentException(
                    "--allow-large-deletion: " + quoted(large) + " is neither true nor false");
        }
        return new StepRequest(
                required(values, "workflow"),
                id,
                run.isEmpty(),
                large.equals("true"),
                namespace.isEmpty() ? null : new WorkflowPlace(namespace, as).toString());
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("--" + name + ": missing");
        }
        return value;
    }
}
