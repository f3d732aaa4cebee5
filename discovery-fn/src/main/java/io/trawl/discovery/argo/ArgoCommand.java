package io.trawl.discovery.argo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the pods of an Argo Workflow run; not for people. */
@Command(
        name = "argo",
        hidden = true,
        description = "The steps of a run that is a Workflow in Argo.",
        subcommands = {DiscoverStepCommand.class, FinishStepCommand.class, CloseStepCommand.class})
public final class ArgoCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which step?");
    }
}
