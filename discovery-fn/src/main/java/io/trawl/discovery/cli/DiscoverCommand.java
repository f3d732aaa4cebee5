package io.trawl.discovery.cli;

import io.trawl.core.config.Workflow;
import io.trawl.core.engine.Trawl;
import io.trawl.core.event.EntityDiscovered;
import io.trawl.core.event.Envelope;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.report.Report.FailedEntity;
import io.trawl.discovery.report.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
    private boolean readerGone;

    @Override
    public Integer call() {
        Workflow workflow = workflowOption.read(spec);
        Trawl trawl = new Trawl();
        String run = trawl.newRunId();
        // Not System.out, which keeps silent when nobody reads any more.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        List<FailedEntity> failures = List.of();
        try {
            failures = trawl.discover(workflow, entity -> print(workflow.name(), run, entity, out));
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            readerGone = true;
        }
        if (readerGone) {
            return ExitCode.SUCCESS;
        }
        failures.forEach(failure -> Errors.print(spec.commandLine().getErr(), failure.id() + ": " + failure.message()));
        return failures.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /** Whoever reads may have enough ({@code | head}); that is no error, and the listing may end. */
    private synchronized void print(String workflow, String run, EntityDescriptor entity, OutputStream out) {
        try {
            Json.writeLine(Envelope.of(EntityDiscovered.of(workflow, run, entity), clock.instant()), out);
        } catch (IOException e) {
            readerGone = true;
            throw new UncheckedIOException(e);
        }
    }
}
