package io.trawl.discovery.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;

/** Parses the arguments and executes the command that they name. */
public final class CommandLineApplication {

    private CommandLineApplication() {}

    /** Runs the command that the arguments name and answers its exit code. */
    public static int run(String... args) {
        ConsoleLog.warningsToStderr();
        return execute(commandLine(new SystemContext()), StandardOutput.ofProcess(), args);
    }

    /** Executes a command whose results go there; one line says if they could not be written. */
    static int execute(CommandLine commandLine, StandardOutput out, String... args) {
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        int exitCode = commandLine.execute(args);
        commandLine.getOut().flush();
        Optional<String> failure = out.failure();
        failure.ifPresent(line -> Errors.print(commandLine.getErr(), line));
        // The result of a run is in the catalog; the summary only reports it.
        return failure.isPresent() && exitCode == ExitCode.SUCCESS && !RunOptions.wereUsedIn(commandLine)
                ? ExitCode.UNREACHABLE
                : exitCode;
    }

    static CommandLine commandLine(CliContext context) {
        CommandLine commandLine = new CommandLine(TrawlCommand.in(context))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution);
        context.orchestrators().addTo(commandLine, context.environment());
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return commandLine;
    }
}
