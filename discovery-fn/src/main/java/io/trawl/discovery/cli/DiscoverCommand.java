package io.trawl.discovery.cli;

import io.trawl.core.config.Workflow;
import io.trawl.core.engine.Trawl;
import io.trawl.core.event.EntityDiscovered;
import io.trawl.core.event.Envelope;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.report.Report.FailedEntity;
import io.trawl.discovery.report.Json;
import java.time.Clock;
import java.util.List;
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
        Trawl trawl = new Trawl();
        String run = trawl.newRunId();
        List<FailedEntity> failures = List.of();
        try (LineOutput lines = new LineOutput(spec.commandLine().getOut())) {
            failures = trawl.discover(workflow, entity -> print(workflow.name(), run, entity, lines));
        } catch (LineOutput.ReaderGoneException enough) {
            return ExitCode.SUCCESS; // as with "| head": the listing may end
        }
        failures.forEach(failure -> Errors.print(spec.commandLine().getErr(), failure.id() + ": " + failure.message()));
        return failures.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /** Discovery lists several databases at a time. */
    private synchronized void print(String workflow, String run, EntityDescriptor entity, LineOutput lines) {
        lines.print(Json.line(Envelope.of(EntityDiscovered.of(workflow, run, entity), clock.instant())));
    }
}
