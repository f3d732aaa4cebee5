package io.trawl.discovery.cli;

import io.trawl.api.model.Check;
import io.trawl.api.util.OneLine;
import io.trawl.engine.IngestionEngine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks whether a run could begin. */
@Command(name = "check", description = "Checks the workflow, the source and the sink; one line each.")
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkflowOption workflowOption;

    @Override
    public Integer call() {
        List<Check> checks = new IngestionEngine().check(workflowOption.read(spec));
        checks.forEach(this::print);
        return checks.stream().allMatch(check -> check.failure() == null) ? ExitCode.SUCCESS : ExitCode.UNREACHABLE;
    }

    private void print(Check check) {
        String verdict = check.failure() == null ? "ok" : check.failure().name();
        spec.commandLine()
                .getOut()
                .println(OneLine.of(String.format("%-10s  %s: %s", verdict, check.name(), check.detail())));
    }
}
