package io.trawl.discovery.files;

import io.trawl.api.Providers;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.BatchDispatch;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.Dispatcher;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process of a workflow's runs: it leads those that are requested, or works on batches, until it is interrupted. */
record FilesProcess(IngestionEngine engine, Workflow workflow, FilesConfig directory) {

    /** Leads the runs that are requested, one after another. */
    void lead() throws Exception {
        try (DurableLedger ledger = engine.ledger(workflow.execution().ledger())) {
            for (; ; Thread.sleep(20)) {
                for (Path request : directory.files(FilesConfig.REQUEST)) {
                    List<String> lines = Files.readAllLines(request);
                    RunStart start = RunStart.anew(lines.get(0));
                    engine.lead(
                            ledger,
                            workflow,
                            Boolean.parseBoolean(lines.get(1)) ? start.allowingLargeDeletion() : start,
                            (connectors, run, listener) -> new FilesDispatcher(run, directory, new AtomicBoolean()),
                            RunListener.NONE,
                            run -> {});
                    Report report = ledger.report(workflow.name(), lines.get(0));
                    if (report.state().hasEnded()) {
                        Files.delete(request);
                    }
                }
            }
        }
    }

    /** Processes the batches whose files it can take: a file can be renamed by one worker only. */
    void work(String worker) throws Exception {
        try (DurableLedger ledger = engine.ledger(workflow.execution().ledger());
                Connectors connectors = Connectors.open(workflow, ledger, Providers.load())) {
            for (; ; Thread.sleep(20)) {
                for (Path file : directory.files(FilesConfig.BATCH)) {
                    Path taken = Path.of(file + "." + worker);
                    if (file.toFile().renameTo(taken.toFile())) {
                        process(Files.readAllLines(taken), ledger, connectors);
                        Files.delete(taken);
                    }
                }
                connectors.source().rest();
            }
        }
    }

    /** The ledger says what the batch holds, and whether it is still to be processed. */
    private void process(List<String> lines, DurableLedger ledger, Connectors connectors) {
        ledger.work(workflow.name(), lines.get(0), workflow.digest()).ifPresent(run -> {
            try (run) {
                if (run.claimBatch(Long.parseLong(lines.get(1))) instanceof BatchClaim.Granted granted) {
                    new BatchWork(connectors, run, 1, new Random(), RunListener.NONE).handle(granted.claim());
                }
            }
        });
    }

    /** Writes a file for each batch, on the thread that lists or leads. */
    private record FilesDispatcher(BatchDispatch run, FilesConfig directory, AtomicBoolean stopped)
            implements Dispatcher {

        /** When a batch that no worker has claimed is written again, since its worker may be lost. */
        private static final Duration AGAIN = Duration.ofSeconds(2);

        @Override
        public boolean followsOthers() {
            return false;
        }

        @Override
        public void start() {}

        @Override
        public void wake() {
            if (!stopped.get()) {
                run.dispatch(100, AGAIN)
                        .forEach(each -> directory.write(
                                run.runId() + "-" + each.batch() + FilesConfig.BATCH, run.runId(), each.batch()));
            }
        }

        @Override
        public void awaitIdle() {
            wake();
        }

        @Override
        public void stop() {
            stopped.set(true);
        }

        @Override
        public void close() {
            stop();
        }
    }
}
