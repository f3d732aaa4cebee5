package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries again what failed in a run. */
@Command(name = "retry", description = "Tries again what failed in a run that has ended, and only that.")
final class RetryCommand implements Callable<Integer> {

    @Mixin
    private RunParameter run;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() {
        return options.run(RunStart.retry(run.run()));
    }
}
