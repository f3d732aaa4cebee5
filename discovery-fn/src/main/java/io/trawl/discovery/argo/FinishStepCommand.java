package io.trawl.discovery.argo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A step of a run. */
@Command(name = "finish", description = "Brings the run to its end when no pod works on batches any more.")
final class FinishStepCommand implements Callable<Integer> {

    @Mixin
    private StepOptions options;

    @Mixin
    private DeletionOption deletion;

    @Override
    public Integer call() {
        return options.steps().finish(options.request(deletion.allowLargeDeletion()), ShutdownSignal.onSignals());
    }
}
