package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunRecord;
import io.trawl.discovery.report.Json;
import io.trawl.discovery.report.RunLine;
import io.trawl.discovery.report.RunTable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists runs. */
@Command(name = "runs", description = "Lists the runs that the ledger knows, the latest first.")
final class RunsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOption ledger;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many; ${DEFAULT-VALUE} if not said.")
    private int most;

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (most < 1) {
            throw new ParameterException(spec.commandLine(), "-n: '" + most + "' is below 1");
        }
        List<RunRecord> runs = ledger.ask((asked, workflow) -> asked.runs(workflow, most));
        Instant now = Instant.now();
        spec.commandLine()
                .getOut()
                .print(
                        json
                                ? Json.document(runs.stream()
                                        .map(run -> RunLine.of(run, now))
                                        .toList())
                                : RunTable.of(runs, now));
        return ExitCode.SUCCESS;
    }
}
