package io.trawl.discovery.cli;

import io.trawl.api.workflow.Workflow;
import io.trawl.discovery.report.Json;
import io.trawl.discovery.report.PlanText;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.Plan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a run would do. */
@Command(
        name = "plan",
        description = "What would be ingested, in which batches, and what would be deleted; writes nothing.")
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Workflow workflow = workflowOption.read(spec);
        Plan plan = new IngestionEngine().plan(workflow);
        if (json) {
            Json.writeDocument(plan, spec.commandLine().getOut());
        } else {
            spec.commandLine().getOut().print(PlanText.of(plan, workflow.execution()));
        }
        return plan.failures().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }
}
