package io.trawl.discovery.cli;

import io.trawl.api.orchestrator.ManifestWriter;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what {@code ingest} would submit. */
@Command(name = "render") // described by Orchestrators, which know what it prints
final class RenderCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    @Override
    public Integer call() {
        Workflow workflow = workflowOption.read(spec);
        Orchestrators orchestrators = TrawlCommand.context(spec).orchestrators();
        ManifestWriter manifest = orchestrators
                .of(workflow)
                .flatMap(OrchestratorProvider::manifest)
                .orElseThrow(() -> new ConfigException(
                        workflowOption.file() + ": workflowConfig.distributedExecution.orchestrator: '"
                                + workflow.execution().mode() + "' has no Workflow; render is for "
                                + orchestrators.withManifest()));
        spec.commandLine().getOut().print(manifest.yaml(workflow));
        return ExitCode.SUCCESS;
    }
}
