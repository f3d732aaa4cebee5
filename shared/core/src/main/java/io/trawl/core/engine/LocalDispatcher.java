package io.trawl.core.engine;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.ledger.Claim;
import io.trawl.core.ledger.Completion;
import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Workers as threads of this process. They take batches from the ledger, as workers of other processes may do at the same
 * time; what fails for a reason that may pass goes back to the ledger, to be claimed again after a pause.
 */
public final class LocalDispatcher implements AutoCloseable {

    /** A worker reads its next batch while its last one is being written: neither source nor sink waits for the other. */
    private static final int THREADS_PER_WORKER = 2;

    private final Worker worker;
    private final RunLedger ledger;
    private final RetryPolicy retryPolicy;
    private final RandomGenerator random;
    private final RunListener listener;
    private final Semaphore reading;
    private final ClaimQueue claims;
    private final int size;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param workers workers at a time
     * @param random decides how pauses are shortened
     */
    public LocalDispatcher(
            int workers,
            Worker worker,
            RunLedger ledger,
            RetryPolicy retryPolicy,
            RandomGenerator random,
            RunListener listener) {
        this.worker = worker;
        this.ledger = ledger;
        this.retryPolicy = retryPolicy;
        this.random = random;
        this.listener = listener;
        this.reading = new Semaphore(workers);
        this.size = workers * THREADS_PER_WORKER;
        this.claims = new ClaimQueue(ledger);
    }

    /** Lets the workers begin; a second call does nothing. */
    public void start() {
        while (threads.size() < size) {
            Thread thread = new Thread(this::work, "trawl-worker-" + (threads.size() + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** There is something to do: look at once. */
    public void wake() {
        claims.wake();
    }

    /**
     * Waits until the workers have nothing to do, but not for long: others may have, or something may come back after a
     * pause.
     *
     * @throws RuntimeException what a worker broke with: the ledger cannot be reached, or a mistake of ours
     */
    public void awaitIdle() {
        claims.awaitIdle();
    }

    /** Lets batches under way end and begins no other. Returns at once; safe from any thread. */
    public void stop() {
        claims.stop();
    }

    /** Stops and waits for the workers. */
    @Override
    public void close() {
        stop();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work() {
        try {
            for (Claim claim = claims.take(); claim != null; claim = claims.take()) {
                work(claim);
                claims.done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Outcomes are never thrown: end this process' part rather than wait for ever for this batch.
            claims.broken(e);
        }
    }

    private void work(Claim claim) {
        long began = System.nanoTime();
        Optional<BatchResult> done = worker.write(claim, read(claim));
        if (done.isEmpty()) {
            ledger.release(claim);
            return;
        }
        BatchResult result = done.get();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Completion completion = completion(claim, result, took);
        if (ledger.complete(claim, completion)) {
            listener.batchEnded(took);
            listener.completed(List.copyOf(completion.outcomes()));
            listener.retrying(completion.again().size());
        } else if (!result.sent().isEmpty()) {
            ledger.wroteLate(claim, result.sent());
            String message = "a worker was paused or cut off for longer than its lease, and wrote "
                    + result.sent().size() + " entities late: they are written again, in this run or the next";
            ledger.warning(message);
            listener.warning(message);
        }
    }

    private List<ReadResult> read(Claim claim) {
        reading.acquireUninterruptibly();
        try {
            return worker.read(claim);
        } finally {
            reading.release();
        }
    }

    /** Parts what is final from what is worth another attempt. */
    private Completion completion(Claim claim, BatchResult result, Duration took) {
        List<Outcome.Failed> again = new ArrayList<>();
        List<Outcome> last = new ArrayList<>(result.outcomes().size());
        for (Outcome outcome : result.outcomes()) {
            if (outcome instanceof Outcome.Failed failed
                    && failed.kind().retried()
                    && claim.attempt() < retryPolicy.maxAttempts()) {
                again.add(failed);
            } else {
                last.add(outcome);
            }
        }
        Duration pause = again.isEmpty() ? Duration.ZERO : retryPolicy.pauseAfter(claim.attempt(), random);
        return new Completion(last, result.deferred(), again, pause, result.fingerprints(), took);
    }
}
