package io.trawl.discovery.cli;

import io.trawl.core.config.Workflow;
import io.trawl.core.config.WorkflowConfig.LoggerLevel;
import io.trawl.core.config.WorkflowReader;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** What every command that works on a workflow takes. */
final class WorkflowOption {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The workflow, as OpenMetadata's ingestion takes it.")
    private Path file;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log at level DEBUG, and follow an error with its trace.")
    private boolean verbose;

    /** Held so that the level set on it is not lost to garbage collection. */
    private final Logger logger = Logger.getLogger("io.trawl");

    /**
     * Reads the workflow and sets the log level: DEBUG with {@code -v}, else what the file says. INFO is OpenMetadata's
     * default and no wish to see more than warnings beside the progress bar.
     */
    Workflow read() {
        if (verbose) {
            logger.setLevel(Level.FINE);
        }
        Workflow workflow = new WorkflowReader(System.getenv()).read(file);
        if (!verbose) {
            logger.setLevel(level(workflow.workflowConfig().loggerLevel()));
        }
        return workflow;
    }

    private static Level level(LoggerLevel level) {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO, WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }
}
