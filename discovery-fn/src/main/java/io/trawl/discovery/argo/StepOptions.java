package io.trawl.discovery.argo;

import io.trawl.api.ledger.RunId;
import io.trawl.argo.WorkflowPlace;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every step is told. */
final class StepOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--workflow",
            required = true,
            paramLabel = "NAME",
            description = "The name of a file in the folder of workflows, without its ending.")
    private String workflow;

    @Option(names = "--run", paramLabel = "ID", defaultValue = "", description = "A run that has begun in the ledger.")
    private String run;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description = "The Workflow's name, and the id of the run if no other is given.")
    private String as;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The Workflow's namespace, which the ledger keeps for commands.")
    private String namespace;

    /**
     * The step of a run.
     *
     * @throws ParameterException if what is to name the run cannot
     */
    StepRequest request(boolean allowLargeDeletion) {
        boolean begun = !run.isEmpty();
        String id = begun ? run : as;
        RunId.complaint(id).ifPresent(what -> {
            throw new ParameterException(command.commandLine(), (begun ? "--run: " : "--as: ") + what);
        });
        String place = namespace.isEmpty() ? null : new WorkflowPlace(namespace, as).toString();
        return new StepRequest(workflow, id, !begun, allowLargeDeletion, place);
    }

    /** The steps, in this process. */
    ArgoSteps steps() {
        return new ArgoSteps(
                System.getenv(),
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                ArgoSteps.LEAD_PATIENCE);
    }
}
