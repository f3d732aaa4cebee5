package io.trawl.discovery.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            "2:bad configuration or usage",
            "3:the source or the sink is out of reach",
            "130:interrupted"
        },
        subcommands = {IngestCommand.class, CheckCommand.class, PlanCommand.class, DiscoverCommand.class})
final class TrawlCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** The version this was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"trawl " + io.trawl.core.Version.current()};
        }
    }
}
