package io.trawl.discovery.cli;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.orchestrator.CommandOption;
import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.orchestrator.ManifestWriter;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.ProcessCommand;
import io.trawl.api.orchestrator.ProcessContext;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.discovery.report.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Unmatched;

/**
 * What the orchestrators bring to the command line. Their options are added when the command line is made, since a class with
 * annotations would have to know them.
 */
record Orchestrators(Providers providers) {

    /**
     * Adds their options to the commands that run a workflow and the commands of their own processes, and says in the help of
     * {@code render} what it prints.
     */
    void addTo(CommandLine commandLine, Map<String, String> environment) {
        Supplier<ProcessContext> context = () -> new ProcessContext(
                environment, commandLine.getOut(), commandLine.getErr(), Interruption::onSignal, Summary::of);
        for (OrchestratorProvider provider : providers.orchestrators()) {
            provider.processCommand().ifPresent(command -> {
                CommandSpec own = CommandSpec.forAnnotatedObject(new OwnProcess(command, context));
                own.usageMessage().hidden(true);
                commandLine.addSubcommand(provider.name(), own);
            });
        }
        for (CommandLine each : commandLine.getSubcommands().values()) {
            CommandSpec command = each.getCommandSpec();
            if (command.mixins().values().stream().anyMatch(mixin -> mixin.userObject() instanceof RunOptions)) {
                providers.orchestrators().stream()
                        .flatMap(provider -> provider.options().stream())
                        .forEach(option -> command.addOption(spec(option)));
            }
            if (command.userObject() instanceof RenderCommand) {
                String kinds = providers.orchestrators().stream()
                        .flatMap(provider -> provider.manifest().stream())
                        .map(ManifestWriter::kind)
                        .collect(Collectors.joining(" or "));
                command.usageMessage()
                        .description("Prints the " + kinds
                                + " of a run as YAML, for kubectl create -f -; it holds no secret.");
            }
        }
    }

    /** The orchestrator reads the arguments itself. It is no {@code @Command}: Quarkus would make a bean of it. */
    private static final class OwnProcess implements Callable<Integer> {
        private final ProcessCommand command;
        private final Supplier<ProcessContext> context;

        @Unmatched
        private List<String> arguments;

        OwnProcess(ProcessCommand command, Supplier<ProcessContext> context) {
            this.command = command;
            this.context = context;
        }

        @Override
        public Integer call() {
            return command.run(arguments == null ? List.of() : arguments, context.get());
        }
    }

    private static OptionSpec spec(CommandOption option) {
        return OptionSpec.builder(option.name())
                .type(String.class)
                .paramLabel(option.label())
                .description(option.description())
                .build();
    }

    /**
     * The orchestrator of a workflow; empty for the local one.
     *
     * @throws ConfigException if no such orchestrator is built in
     */
    Optional<OrchestratorProvider> of(Workflow workflow) {
        return workflow.execution().orchestrator().isLocal()
                ? Optional.empty()
                : Optional.of(providers
                        .orchestrator(workflow.execution().orchestrator().name())
                        .orElseThrow(() -> new ConfigException("orchestrator: '"
                                + workflow.execution().orchestrator().name() + "' is not built in")));
    }

    /**
     * What the user gave for the orchestrator's options, by name.
     *
     * @param chosen the workflow's; empty for the local one
     * @throws ConfigException if an option of another orchestrator is given
     */
    Map<String, String> options(CommandSpec command, Optional<OrchestratorProvider> chosen) {
        String name = chosen.map(OrchestratorProvider::name).orElse("");
        Map<String, String> values = new LinkedHashMap<>();
        for (OrchestratorProvider provider : providers.orchestrators()) {
            for (CommandOption option : provider.options()) {
                String value = command.findOption(option.name()).getValue();
                if (value != null && !provider.name().equals(name)) {
                    throw new ConfigException(option.name() + ": is for orchestrator: " + provider.name());
                }
                if (value != null) {
                    values.put(option.name(), value);
                }
            }
        }
        return values;
    }

    /**
     * A run where its processes are; empty if nothing is to be seen or stopped there.
     *
     * @param workflow the file that was named; null: none was
     */
    Optional<LocatedRun> locate(
            DurableLedger ledger, RunRecord record, @Nullable Workflow workflow, Map<String, String> environment) {
        String run = record.run().runId();
        return providers
                .orchestrator(record.run().mode())
                .flatMap(provider ->
                        provider.locate(run, ledger.place(record.run().workflow(), run), workflow, environment));
    }

    /** Those that have a resource to print, by name. */
    String withManifest() {
        return providers.orchestrators().stream()
                .filter(provider -> provider.manifest().isPresent())
                .map(OrchestratorProvider::name)
                .collect(Collectors.joining(" or "));
    }
}
