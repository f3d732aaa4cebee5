package io.trawl.discovery.cli;

import io.trawl.environment.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** A command in this process: real but for the environment. */
public final class InProcessCli {

    private InProcessCli() {}

    /** Runs a command to its end. */
    public static Cli.Result run(Map<String, String> environment, String... arguments) {
        return run(environment, new StringWriter(), arguments);
    }

    /** @param err where it says what, while it says it */
    static Cli.Result run(Map<String, String> environment, StringWriter err, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = CommandLineApplication.commandLine(new Here(environment));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        return new Cli.Result(exitCode, out.toString(), err.toString());
    }

    /** Signals are for the tests' process, and not for a command in it. */
    private static final class Here extends SystemContext {
        Here(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public void endOnSignal(Runnable said) {
            // as below
        }

        @Override
        public Interruption interruption(Runnable stop) {
            return new Interruption(stop);
        }
    }
}
