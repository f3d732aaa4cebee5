package io.trawl.discovery.cli;

import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on stderr and an exit code; the trace follows only at level DEBUG. */
final class Errors {

    private Errors() {}

    /** Wrong usage. */
    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command.getErr(), usage(e) + " (" + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    private static String usage(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        return e instanceof MissingParameterException missing && isRunMissing(missing)
                ? RunParameter.LABEL + ": which run? an id, or latest"
                : lowerFirst(e.getMessage());
    }

    private static boolean isRunMissing(MissingParameterException e) {
        return e.getMissing().stream().anyMatch(argument -> RunParameter.LABEL.equals(argument.paramLabel()));
    }

    private static String unknown(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        boolean command = !e.getCommandLine().getSubcommands().isEmpty();
        String what = argument.startsWith("-") ? "option" : command ? "command" : "argument";
        List<String> suggestions = e.getSuggestions();
        return "unknown " + what + " '" + argument + "'"
                + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?");
    }

    /** A command that failed. */
    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        print(command.getErr(), isOurs(e) ? ours(e) : e.getMessage());
        if (Logger.getLogger("io.trawl").isLoggable(Level.FINE)) {
            command.getErr().print(OneLine.trace(e));
            command.getErr().flush();
        }
        return exitCode(e);
    }

    private static boolean isOurs(Exception e) {
        return exitCode(e) == ExitCode.SOFTWARE;
    }

    private static int exitCode(Exception e) {
        if (e instanceof ConfigException || e instanceof RunStateException) {
            return ExitCode.USAGE;
        }
        return e instanceof TrawlException ? ExitCode.UNREACHABLE : ExitCode.SOFTWARE;
    }

    private static String ours(Exception e) {
        return "internal error: " + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                + " (-v shows where)";
    }

    /** Something the user should know of that is no error. */
    static void warning(PrintWriter err, String message) {
        print(err, "warning: " + message);
    }

    static void print(PrintWriter err, String message) {
        err.println("trawl: " + OneLine.folded(String.valueOf(message)));
        err.flush();
    }

    private static String lowerFirst(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
