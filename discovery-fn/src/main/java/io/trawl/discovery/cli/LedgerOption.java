package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.LedgerEnvironment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command that looks at runs finds them: in a workflow's ledger, or in the one the environment names. */
final class LedgerOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The workflow whose runs are meant. Without it, the runs of all workflows in the ledger that"
                    + " TRAWL_LEDGER_URL names.")
    private Path file;

    @Mixin
    private Verbosity verbosity;

    private Workflow workflow;

    /**
     * Asks the ledger.
     *
     * @param question gets the ledger and the name of the workflow, which is null for any
     * @throws ConfigException if there is no ledger
     * @throws RunStateException if the ledger finds fault with the question
     * @throws TrawlException if it cannot be reached
     */
    <T> T ask(BiFunction<DurableLedger, @Nullable String, T> question) {
        verbosity.apply();
        CliContext context = TrawlCommand.context(command);
        workflow = file == null ? null : WorkflowOption.read(file, verbosity, context);
        LedgerConfig config = workflow == null
                ? LedgerEnvironment.ledger(context.environment())
                        .orElseThrow(() -> new ConfigException(
                                "which ledger? name a workflow that has one with -c FILE, or set TRAWL_LEDGER_URL"))
                : required(workflow, file);
        PrintWriter err = command.commandLine().getErr();
        try (DurableLedger ledger = context.ledger(config, line -> Errors.print(err, line))) {
            return question.apply(ledger, workflow == null ? null : workflow.name());
        } catch (TrawlException e) {
            throw RunStateException.of(e);
        }
    }

    /** A run where its processes are, once the ledger was asked; empty if nothing is to be seen or stopped there. */
    Optional<LocatedRun> locate(DurableLedger ledger, RunRecord run) {
        CliContext context = TrawlCommand.context(command);
        return context.orchestrators().locate(ledger, run, workflow, context.environment());
    }

    /** The workflow's ledger, or the complaint that it has none. */
    static LedgerConfig required(Workflow workflow, Path file) {
        LedgerConfig config = workflow.execution().ledger();
        if (config == null) {
            throw new ConfigException(file + ": workflowConfig.distributedExecution.ledger: is missing, and"
                    + " TRAWL_LEDGER_URL is not set; without a ledger no run is known");
        }
        return config;
    }
}
