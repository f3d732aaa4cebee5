package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a workflow to its end. */
@Command(name = "ingest", description = "Runs the workflow; progress on stderr, summary on stdout.")
final class IngestCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(names = "--join", paramLabel = "RUN", description = "Help with a run that is under way: its id, or latest.")
    private String join;

    @Override
    public Integer call() {
        return options.run(join == null ? RunStart.anew() : RunStart.join(join));
    }
}
