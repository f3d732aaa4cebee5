package io.trawl.discovery.cli;

import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every command that works on a workflow takes. */
final class WorkflowOption {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The workflow, as OpenMetadata's ingestion takes it.")
    private Path file;

    @Mixin
    private Verbosity verbosity;

    /** The file as the user named it. */
    Path file() {
        return file;
    }

    /** Reads the workflow for a command, sets the log level, and prints on stderr what the file has to be warned of. */
    Workflow read(CommandSpec command) {
        Workflow workflow = read(file, verbosity, TrawlCommand.context(command));
        PrintWriter err = command.commandLine().getErr();
        workflow.warnings().forEach(warning -> Errors.warning(err, warning));
        return workflow;
    }

    static Workflow read(Path file, Verbosity verbosity, CliContext context) {
        verbosity.apply();
        Workflow workflow = new WorkflowReader(context.environment(), context.providers()).read(file);
        verbosity.apply(workflow.workflowConfig().loggerLevel());
        return workflow;
    }
}
