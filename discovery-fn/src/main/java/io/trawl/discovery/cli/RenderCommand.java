package io.trawl.discovery.cli;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.ArgoProvider;
import io.trawl.argo.RunWorkflow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what {@code ingest} would submit. */
@Command(
        name = "render",
        description = "Prints the Argo Workflow of a run as YAML, for kubectl create -f -; it holds no secret.")
final class RenderCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    @Override
    public Integer call() {
        Workflow workflow = workflowOption.read(spec);
        if (!ArgoProvider.runs(workflow)) {
            throw new ConfigException(workflowOption.file() + ": workflowConfig.distributedExecution.orchestrator: '"
                    + workflow.execution().mode() + "' has no Workflow; render is for argo");
        }
        spec.commandLine().getOut().print(RunWorkflow.yaml(RunWorkflow.rendered(workflow)));
        return ExitCode.SUCCESS;
    }
}
