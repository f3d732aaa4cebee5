package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Continues a run. */
@Command(name = "resume", description = "Continues a run that was stopped or interrupted.")
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
