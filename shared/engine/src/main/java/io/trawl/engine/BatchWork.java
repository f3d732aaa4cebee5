package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Processes a claimed batch: reads it, writes it and records the outcomes in the ledger. Entities whose failure is
 * worth another attempt go back to the ledger, which offers them again after a pause. Safe for use by several threads.
 */
public final class BatchWork {

    private final Worker worker;
    private final RunLedger ledger;
    private final RetryPolicy retryPolicy;
    private final RandomGenerator random;
    private final RunListener listener;
    private final Semaphore reading;

    /**
     * @param readers how many batches are read at a time; more may be written
     * @param random decides how pauses are shortened
     */
    public BatchWork(
            Connectors connectors, RunLedger ledger, int readers, RandomGenerator random, RunListener listener) {
        this.worker = new Worker(connectors, ledger);
        this.ledger = ledger;
        this.retryPolicy = connectors.workflow().execution().retryPolicy();
        this.random = random;
        this.listener = listener;
        this.reading = new Semaphore(readers);
        ledger.measure(connectors.source()::usage);
    }

    /**
     * Handles a batch.
     *
     * @return what the ledger has recorded; empty if the batch was given back: its lease has ended, or the source was stopped
     *     before all of it was read
     */
    public Optional<Completion> handle(Claim claim) {
        return handle(claim, () -> {});
    }

    /**
     * The same, for a caller that needs to know when reading has ended.
     *
     * @param read runs once, when all of the batch was read and before any of it is written
     */
    public Optional<Completion> handle(Claim claim, Runnable read) {
        long began = System.nanoTime();
        List<ReadResult> results;
        try {
            results = read(claim, read);
        } catch (SourceStoppedException e) {
            ledger.release(claim);
            return Optional.empty();
        }
        Optional<Completion> done = worker.write(claim, results);
        if (done.isEmpty()) {
            ledger.release(claim);
            return done;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Completion completion = done.get().retrying(claim, retryPolicy, random, took);
        if (ledger.complete(claim, completion)) {
            listener.batchEnded(took);
            listener.completed(List.copyOf(completion.outcomes()));
            listener.retrying(completion.again().size());
            warn(claim, results, completion);
            return Optional.of(completion);
        }
        if (!completion.sent().isEmpty()) {
            ledger.wroteLate(claim, completion.sent());
            String message = "a worker was paused or cut off for longer than its lease, and wrote "
                    + completion.sent().size() + " entities late: they are written again, in this run or the next";
            ledger.warning(message);
            listener.warning(message);
        }
        return Optional.empty();
    }

    /** Warns of what was read once: what is read again, for another attempt or for its foreign keys, is warned of then or was. */
    private void warn(Claim claim, List<ReadResult> results, Completion completion) {
        if (claim.pass() != Pass.ENTITIES) {
            return;
        }
        Set<String> again = completion.again().stream()
                .map(failed -> failed.descriptor().id())
                .collect(Collectors.toSet());
        Map<String, List<String>> idsByWarning = new LinkedHashMap<>();
        for (ReadResult result : results) {
            String id = result.descriptor().id();
            if (result instanceof ReadResult.Read read && !again.contains(id)) {
                read.warnings().forEach(warning -> idsByWarning
                        .computeIfAbsent(warning, none -> new ArrayList<>())
                        .add(id));
            }
        }
        idsByWarning.forEach(ledger::warning);
    }

    private List<ReadResult> read(Claim claim, Runnable read) {
        reading.acquireUninterruptibly();
        try {
            return worker.read(claim);
        } finally {
            reading.release();
            read.run();
        }
    }
}
