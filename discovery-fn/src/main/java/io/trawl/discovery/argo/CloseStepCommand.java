package io.trawl.discovery.argo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What follows every run. */
@Command(name = "close", description = "Ends what is left of the run.")
final class CloseStepCommand implements Callable<Integer> {

    @Mixin
    private StepOptions options;

    @Override
    public Integer call() {
        return options.steps().close(options.request(false));
    }
}
