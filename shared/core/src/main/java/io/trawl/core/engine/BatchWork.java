package io.trawl.core.engine;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.ledger.Claim;
import io.trawl.core.ledger.Completion;
import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.ReadResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * What is done with a claimed batch, from reading it to the ledger's record of it: what fails for a reason that may pass
 * goes back to the ledger, to be claimed again after a pause. Safe for use by several threads.
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
    public BatchWork(Session session, RunLedger ledger, int readers, RandomGenerator random, RunListener listener) {
        this.worker = new Worker(session.source(), session.sink(), ledger);
        this.ledger = ledger;
        this.retryPolicy = session.workflow().execution().retryPolicy();
        this.random = random;
        this.listener = listener;
        this.reading = new Semaphore(readers);
    }

    /**
     * Handles a batch.
     *
     * @return what the ledger has recorded; empty if the lease on the batch has ended, and it is somebody else's
     */
    public Optional<Completion> handle(Claim claim) {
        return handle(claim, () -> {});
    }

    /**
     * The same for who needs to know when the source is free again.
     *
     * @param read runs once, when all of the batch was read and before any of it is written
     */
    public Optional<Completion> handle(Claim claim, Runnable read) {
        long began = System.nanoTime();
        Optional<BatchResult> done = worker.write(claim, read(claim, read));
        if (done.isEmpty()) {
            ledger.release(claim);
            return Optional.empty();
        }
        BatchResult result = done.get();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Completion completion = result.completion(claim, retryPolicy, random, took);
        if (ledger.complete(claim, completion)) {
            listener.batchEnded(took);
            listener.completed(List.copyOf(completion.outcomes()));
            listener.retrying(completion.again().size());
            return Optional.of(completion);
        }
        if (!result.sent().isEmpty()) {
            ledger.wroteLate(claim, result.sent());
            String message = "a worker was paused or cut off for longer than its lease, and wrote "
                    + result.sent().size() + " entities late: they are written again, in this run or the next";
            ledger.warning(message);
            listener.warning(message);
        }
        return Optional.empty();
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
