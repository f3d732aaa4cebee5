package io.trawl.discovery.argo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A step of a run. */
@Command(name = "finish", description = "Brings the run to its end when no pod works on batches any more.")
final class FinishStepCommand implements Callable<Integer> {

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
        return options.steps().finish(options.request(allowLargeDeletion), Leaving.onSignals());
    }
}
