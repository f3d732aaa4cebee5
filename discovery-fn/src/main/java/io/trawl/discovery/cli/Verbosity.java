package io.trawl.discovery.cli;

import io.trawl.api.workflow.WorkflowConfig.LoggerLevel;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** How much a command logs. */
final class Verbosity {

    @Option(
            names = {"-v", "--verbose"},
            description = "Log at level DEBUG, and follow an error with its trace.")
    private boolean verbose;

    /** Held so that the level set on it is not lost to garbage collection. */
    private final Logger logger = Logger.getLogger("io.trawl");

    /** Sets the log level to DEBUG with {@code -v}. */
    void apply() {
        if (verbose) {
            logger.setLevel(Level.FINE);
        }
    }

    /**
     * Sets the log level to what the workflow says, unless {@code -v} was given. INFO is OpenMetadata's default and no
     * wish to see more than warnings beside the progress bar.
     */
    void apply(LoggerLevel level) {
        if (!verbose) {
            logger.setLevel(
                    switch (level) {
                        case DEBUG -> Level.FINE;
                        case INFO, WARN -> Level.WARNING;
                        case ERROR -> Level.SEVERE;
                    });
        }
    }
}
