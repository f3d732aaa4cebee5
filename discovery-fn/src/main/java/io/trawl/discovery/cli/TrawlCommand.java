package io.trawl.discovery.cli;

import io.trawl.http.Http;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line's root. */
@Command(
        name = "trawl",
        description = "Ingests the metadata of large databases into OpenMetadata, in parallel.",
        mixinStandardHelpOptions = true,
        scope = picocli.CommandLine.ScopeType.INHERIT,
        versionProvider = TrawlCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success, or at or above the success threshold",
            "1:below the success threshold",
            "2:bad configuration or usage, or the ledger refuses: no such run, one is under way",
            "3:the source, the sink, the ledger or the place where the run goes on is out of reach, or standard"
                    + " output cannot be written",
            "130:interrupted or stopped"
        },
        subcommands = {
            RunCommands.Ingest.class,
            CheckCommand.class,
            PlanCommand.class,
            DiscoverCommand.class,
            RenderCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            RunCommands.Resume.class,
            RunCommands.Retry.class,
            StopCommand.class,
            ServeCommand.class
        })
final class TrawlCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Not in a constructor, since the Quarkus extension makes a bean of every command. */
    private CliContext context;

    /** The command line in a context: that of this process, or a test's. */
    static TrawlCommand in(CliContext context) {
        TrawlCommand command = new TrawlCommand();
        command.context = context;
        return command;
    }

    /** The context of a command of this command line. */
    static CliContext context(CommandSpec command) {
        return ((TrawlCommand) command.root().userObject()).context;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** The version this was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"trawl " + Http.VERSION};
        }
    }
}
