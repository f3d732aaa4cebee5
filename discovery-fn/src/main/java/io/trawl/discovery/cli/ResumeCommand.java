package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes on with a run where it stood. */
@Command(name = "resume", description = "Goes on with a run that was stopped or interrupted, where it stood.")
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private RunParameter run;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() {
        return options.run(RunStart.resume(run.run()));
    }
}
