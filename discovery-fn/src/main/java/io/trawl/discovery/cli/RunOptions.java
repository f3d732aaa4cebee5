package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.report.Report;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.Workflow;
import io.trawl.discovery.progress.Progress;
import io.trawl.discovery.report.Json;
import io.trawl.discovery.report.OutputFile;
import io.trawl.discovery.report.ReportPage;
import io.trawl.discovery.report.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of {@code ingest}, {@code resume} and {@code retry}, and what they do: they run a workflow and print its
 * result.
 */
final class RunOptions {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]+");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private WorkflowOption workflowOption;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
    private Path report;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
    private Path html;

    @Option(names = "--no-progress", description = "Say nothing on stderr while all goes well.")
    private boolean noProgress;

    @Option(
            names = "--allow-large-deletion",
            description = "This once, mark what is gone as deleted however much it is, even if nothing is left.")
    private boolean allowLargeDeletion;

    private boolean used;

    /** Runs to the end, or until a signal, and answers the exit code. */
    int run(RunStart start) {
        CliContext context = TrawlCommand.context(command);
        Workflow workflow = workflowOption.read(command);
        if (start instanceof RunStart.Existing) {
            LedgerOption.required(workflow, workflowOption.file());
        }
        Optional<OrchestratorProvider> orchestrator = context.orchestrators().of(workflow);
        Map<String, String> options = context.orchestrators().options(command, orchestrator);
        OutputFile json = OutputFile.of("--report", report);
        OutputFile page = OutputFile.of("--html", html);
        SignalHandler signals = new SignalHandler(context);
        Report result;
        String name;
        PrintWriter err = command.commandLine().getErr();
        try (Progress progress = noProgress ? Progress.none(err) : Progress.onStderr()) {
            context.endOnSignal(() ->
                    progress.aside(() -> Errors.print(err, "interrupted before the run began; nothing was done")));
            RunStart begin = allowLargeDeletion ? start.allowingLargeDeletion() : start;
            try (RemoteRunner runner = orchestrator.isEmpty()
                    ? null
                    : orchestrator.get().runner(request(workflow, start, options, context))) {
                result =
                        context.execute(workflow, begin, runner, progress, control -> signals.begin(control, progress));
                name = runner == null ? "" : runner.name();
            }
        } catch (TrawlException e) {
            // Until the run has begun, only the ledger was asked.
            throw signals.hasBegun() ? e : RunStateException.of(e);
        }
        used = true;
        PrintWriter out = command.commandLine().getOut();
        if (!result.state().isComplete() && signals.isLeft()) {
            Errors.print(
                    err,
                    "not following any more; run " + result.runId() + " goes on" + name + "; " + howToLook(result)
                            + "; stop it with: stop " + result.runId() + " -c " + file());
            return ExitCode.INTERRUPTED;
        }
        if (!workflow.execution().waitForCompletion() && !result.state().isComplete()) {
            out.println(OneLine.of("run " + result.runId() + " has begun" + name + "; " + howToLook(result)));
            return ExitCode.SUCCESS;
        }
        PrintWriter summary = workflow.sink().config().writesToStandardOutput() ? err : out;
        summary.print(Summary.of(result));
        summary.flush();
        json.write(file -> Json.writeDocument(result, file));
        page.write(file -> ReportPage.write(result, file));
        if (!result.state().isComplete()) {
            Errors.print(err, (signals.isInterrupted() ? "interrupted; " : "stopped; ") + howToGoOn(workflow, result));
            return ExitCode.INTERRUPTED;
        }
        return result.state() == Report.State.FAILED
                        && workflow.workflowConfig().raiseOnError()
                ? ExitCode.FAILURE
                : ExitCode.SUCCESS;
    }

    private static RunnerRequest request(
            Workflow workflow, RunStart start, Map<String, String> options, CliContext context) {
        boolean isNew = start instanceof RunStart.New;
        return new RunnerRequest(workflow, isNew, options, context.environment(), Clock.systemUTC(), new Random());
    }

    /** Whether a command line has executed a run, so that its exit code is the run's. */
    static boolean wereUsedIn(CommandLine commandLine) {
        return commandLine.getParseResult().asCommandLineList().stream()
                .flatMap(command -> command.getCommandSpec().mixins().values().stream())
                .anyMatch(mixin -> mixin.userObject() instanceof RunOptions options && options.used);
    }

    private String howToLook(Report result) {
        return "see how it stands with: report " + result.runId() + " -c " + file();
    }

    private String howToGoOn(Workflow workflow, Report result) {
        if (workflow.execution().ledger() == null) {
            return "without a ledger a run cannot be resumed: run the same command again";
        }
        return "go on with: resume " + result.runId() + " -c " + file();
    }

    private String file() {
        String file = workflowOption.file().toString();
        return PLAIN.matcher(file).matches() ? file : "'" + file.replace("'", "'\\''") + "'";
    }
}
