package io.trawl.discovery.argo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A step of a run. */
@Command(
        name = "discover",
        description = "Lists what there is and plans it; prints the lanes of pods that are to work on it, as JSON.")
final class DiscoverStepCommand implements Callable<Integer> {

    @Mixin
    private StepOptions options;

    @Mixin
    private DeletionOption deletion;

    @Override
    public Integer call() {
        return options.steps().discover(options.request(deletion.allowLargeDeletion()), ShutdownSignal.onSignals());
    }
}
