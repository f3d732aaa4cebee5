package io.trawl.discovery.cli;

import io.trawl.argo.WorkflowClient;
import io.trawl.core.OneLine;
import io.trawl.core.config.ConfigException;
import io.trawl.core.config.Orchestrator;
import io.trawl.core.config.Workflow;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.ledger.RunRecord;
import io.trawl.core.model.TrawlException;
import io.trawl.core.report.Report.State;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a run, wherever it is under way. */
@Command(
        name = "stop",
        description = "Asks every process of a run to stop, and waits until they have; batches under way are finished"
                + " first.")
final class StopCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunParameter run;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--no-wait", description = "Ask only.")
    private boolean noWait;

    @Override
    public Integer call() {
        RunRecord record = ledger.ask((asked, workflow) -> {
            RunRecord stopping = asked.stop(workflow, run.run());
            shutDown(stopping.run().runId());
            return noWait || stopping.state() != State.RUNNING ? stopping : await(asked, stopping);
        });
        spec.commandLine()
                .getOut()
                .println(OneLine.of(name(record) + ": "
                        + (record.state() == State.RUNNING
                                ? "was asked to stop"
                                : record.state().wireName())));
        return ExitCode.SUCCESS;
    }

    /** Pods ask the ledger, and would end without this too, only later. */
    private void shutDown(String runId) {
        Workflow workflow = ledger.workflow();
        if (workflow == null || workflow.execution().orchestrator() != Orchestrator.ARGO) {
            return;
        }
        Surroundings surroundings = TrawlCommand.surroundings(spec);
        try (WorkflowClient client =
                surroundings.workflows(workflow.execution().pods().namespace())) {
            client.underWay(runId).forEach(client::stop);
        } catch (TrawlException | ConfigException e) {
            Errors.print(
                    spec.commandLine().getErr(),
                    "warning: the Workflow was not shut down, its pods end when they ask the ledger: "
                            + e.getMessage());
        }
    }

    private RunRecord await(Ledger asked, RunRecord stopping) {
        Errors.print(
                spec.commandLine().getErr(),
                "waiting for the processes of " + name(stopping) + " to finish what is under way");
        Surroundings surroundings = TrawlCommand.surroundings(spec);
        RunRecord record = stopping;
        try {
            while (record.state() == State.RUNNING) {
                surroundings.pause(PAUSE);
                record = asked.run(stopping.run().workflow(), stopping.run().runId())
                        .orElse(record);
            }
            if (record.state() == State.INTERRUPTED) { // the last to leave did not know that it was the last
                record = asked.stop(stopping.run().workflow(), stopping.run().runId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return record;
    }

    private static String name(RunRecord record) {
        return "run " + record.run().runId() + " of " + record.run().workflow();
    }
}
