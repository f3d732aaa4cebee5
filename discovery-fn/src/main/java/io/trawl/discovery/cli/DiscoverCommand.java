package io.trawl.discovery.cli;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.discovery.report.Json;
import io.trawl.engine.IngestionEngine;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.Envelope;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the events that discovery would send. */
@Command(name = "discover", description = "Prints one CloudEvent as JSON for each entity, a line each.")
final class DiscoverCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        Workflow workflow = workflowOption.read(spec);
        IngestionEngine engine = new IngestionEngine();
        String run = engine.newRunId();
        Report listed;
        try (LineOutput lines = new LineOutput(spec.commandLine().getOut())) {
            listed = engine.discover(workflow, entity -> print(workflow.name(), run, entity, lines));
        } catch (LineOutput.NotWrittenException e) {
            // As with "| head": the listing may end. CommandLineApplication reports a full disk.
            return ExitCode.SUCCESS;
        }
        PrintWriter err = spec.commandLine().getErr();
        listed.warnings().forEach(warning -> Errors.warning(err, warning));
        listed.failures().forEach(failure -> Errors.print(err, failure.id() + ": " + failure.message()));
        return listed.failures().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /** Discovery lists several databases at a time. */
    private synchronized void print(String workflow, String run, EntityDescriptor entity, LineOutput lines) {
        lines.print(Json.line(Envelope.of(EntityDiscovered.of(workflow, run, entity), clock.instant())));
    }
}
