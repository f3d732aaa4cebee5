package io.trawl.discovery.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Parses the arguments and executes the command that they name. */
public final class CommandLineApplication {

    private CommandLineApplication() {}

    /** Runs the command that the arguments name and answers its exit code. */
    public static int run(String... args) {
        ConsoleLog.warningsToStderr();
        CommandLine commandLine = commandLine(new ProcessContext());
        int exitCode = commandLine.execute(args);
        commandLine.getOut().flush();
        return exitCode;
    }

    static CommandLine commandLine(CliContext surroundings) {
        CommandLine commandLine = new CommandLine(TrawlCommand.in(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution);
        surroundings.orchestrators().addTo(commandLine, surroundings.environment());
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return commandLine;
    }
}
