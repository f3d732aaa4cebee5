package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.report.Report.State;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;
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
            RunRecord stopping = end(asked, asked.stop(workflow, run.run()));
            ledger.locate(asked, stopping).ifPresent(this::shutDown);
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

    /** Its processes ask the ledger, and would end without this too, only later. */
    private void shutDown(LocatedRun located) {
        try {
            located.shutDown();
        } catch (TrawlException | ConfigException e) {
            Errors.warning(
                    spec.commandLine().getErr(),
                    located + " was not shut down, its pods end when they ask the ledger: " + e.getMessage());
        }
    }

    /** As it stands; of a run that is handed from process to process, once it has ended if no process has it at the moment. */
    private static RunRecord end(DurableLedger asked, RunRecord record) {
        if (!record.run().isHandedOver()) {
            return record;
        }
        RunStop.send(asked, record, null);
        return again(asked, record);
    }

    private static RunRecord again(DurableLedger asked, RunRecord record) {
        return asked.run(record.run().workflow(), record.run().runId()).orElse(record);
    }

    private RunRecord await(DurableLedger asked, RunRecord stopping) {
        Errors.print(
                spec.commandLine().getErr(),
                "waiting for the processes of " + name(stopping) + " to finish what is under way");
        RunRecord record = stopping;
        try {
            while (record.state() == State.RUNNING) {
                TrawlCommand.context(spec).pause(PAUSE);
                record = end(asked, again(asked, record));
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
