package io.trawl.discovery.cli;

import io.trawl.core.config.Workflow;
import io.trawl.core.engine.Run;
import io.trawl.core.engine.Start;
import io.trawl.core.engine.Trawl;
import io.trawl.core.report.Report;
import io.trawl.discovery.progress.Progress;
import io.trawl.discovery.report.Json;
import io.trawl.discovery.report.OutputFile;
import io.trawl.discovery.report.ReportPage;
import io.trawl.discovery.report.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a workflow to its end. */
@Command(name = "ingest", description = "Runs the workflow; progress on stderr, summary on stdout.")
final class IngestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
    private Path report;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
    private Path html;

    @Option(names = "--no-progress", description = "Say nothing on stderr while all goes well.")
    private boolean noProgress;

    @Override
    public Integer call() {
        Workflow workflow = workflowOption.read();
        OutputFile json = OutputFile.of("--report", report);
        OutputFile page = OutputFile.of("--html", html);
        AtomicReference<Interruption> interruption = new AtomicReference<>();
        Report result;
        try (Progress progress = noProgress ? Progress.none() : Progress.onStderr()) {
            result = new Trawl()
                    .ingest(workflow, Start.anew(), progress, run -> interruption.set(stopping(run, progress)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(Summary.of(result));
        out.flush();
        json.write(file -> Json.writeDocument(result, file));
        page.write(file -> ReportPage.write(result, file));
        if (interruption.get().happened()) {
            Errors.print(
                    spec.commandLine().getErr(),
                    "interrupted; without a ledger a run cannot be resumed: run the same command again");
            return ExitCode.INTERRUPTED;
        }
        return result.state() == Report.State.FAILED
                        && workflow.workflowConfig().raiseOnError()
                ? ExitCode.FAILURE
                : ExitCode.SUCCESS;
    }

    private static Interruption stopping(Run run, Progress progress) {
        return Interruption.handle(() -> {
            progress.warning("stopping when what is under way has ended; interrupt once more to end at once");
            run.stop();
        });
    }
}
