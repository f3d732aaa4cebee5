package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.ConfigException;
import io.trawl.discovery.report.EntityLine;
import io.trawl.discovery.report.Json;
import io.trawl.discovery.report.OutputFile;
import io.trawl.discovery.report.ReportPage;
import io.trawl.discovery.report.Summary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints how a run went, or the outcome of each of its entities. */
@Command(name = "report", description = "Prints how a run went, or how it stands.")
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunParameter run;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--json", description = "Print JSON: the report, or a line for each entity.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page, too.")
    private Path html;

    @Option(
            names = "--entities",
            description = "Print instead a line for each entity: state, attempts, time taken, worker, name and last"
                    + " failure.")
    private boolean entities;

    @Option(names = "--failed", description = "Print instead a line for each entity that failed.")
    private boolean failed;

    @Override
    public Integer call() {
        OutputFile page = OutputFile.of("--html", html);
        boolean needsReport = html != null || !(entities || failed);
        Report report = ledger.ask((asked, workflow) -> {
            if (entities || failed) {
                try (LineOutput lines = new LineOutput(spec.commandLine().getOut())) {
                    asked.forEachEntity(workflow, run.run(), entity -> print(entity, lines));
                } catch (LineOutput.NotWrittenException e) {
                    // As with "| head": that is no error; CommandLineApplication reports a full disk.
                }
            }
            return needsReport ? withObstacles(asked, asked.report(workflow, run.run())) : null;
        });
        if (!(entities || failed)) {
            spec.commandLine().getOut().print(json ? Json.document(report) : Summary.of(report));
        }
        page.write(file -> ReportPage.write(report, file));
        return ExitCode.SUCCESS;
    }

    /** With what keeps a run that is under way from going on, which its cluster knows. */
    private Report withObstacles(DurableLedger asked, Report report) {
        Optional<LocatedRun> located = report.state().hasEnded()
                ? Optional.empty()
                : asked.run(report.workflow(), report.runId()).flatMap(record -> ledger.locate(asked, record));
        try {
            return located.map(found -> report.withWarnings(found.problems())).orElse(report);
        } catch (TrawlException | ConfigException e) {
            Errors.warning(
                    spec.commandLine().getErr(),
                    "how " + located.orElseThrow() + " stands cannot be seen: " + e.getMessage());
            return report;
        }
    }

    private void print(EntityRecord entity, LineOutput lines) {
        if (!failed || entity.state() == EntityRecord.State.FAILED) {
            lines.print(json ? Json.line(EntityLine.of(entity)) : EntityLine.text(entity));
        }
    }
}
