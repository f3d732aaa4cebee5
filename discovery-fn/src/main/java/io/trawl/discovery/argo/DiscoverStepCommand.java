package io.trawl.discovery.argo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A step of a run. */
@Command(
        name = "discover",
        description = "Lists what there is and plans it; prints the lanes of pods that are to work on it, as JSON.")
final class DiscoverStepCommand implements Callable<Integer> {

    @Mixin
    private StepOptions options;

    @Option(
            names = "--allow-large-deletion",
            arity = "1",
            defaultValue = "false",
            description = "Whether deletion.maxShare is set aside.")
    private boolean allowLargeDeletion;

    @Override
    public Integer call() {
        return options.steps().discover(options.request(allowLargeDeletion), Leaving.onSignals());
    }
}
