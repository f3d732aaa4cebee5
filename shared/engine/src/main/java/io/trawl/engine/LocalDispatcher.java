package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Runs workers as threads of this process. They claim batches from the ledger, and workers of other processes may do so
 * at the same time.
 */
public final class LocalDispatcher implements Dispatcher {

    /** A worker reads its next batch while its last one is being written: neither source nor sink waits for the other. */
    private static final int THREADS_PER_WORKER = 2;

    private final BatchWork work;
    private final ClaimQueue claims;
    private final int size;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * With as many workers as the workflow's parallelism.
     *
     * @param random decides how pauses are shortened
     */
    public LocalDispatcher(Connectors connectors, RunLedger ledger, RandomGenerator random, RunListener listener) {
        int workers = connectors.workflow().execution().parallelism();
        this.work = new BatchWork(connectors, ledger, workers, random, listener);
        this.size = workers * THREADS_PER_WORKER;
        this.claims = new ClaimQueue(ledger);
    }

    @Override
    public boolean followsOthers() {
        return true;
    }

    @Override
    public void start() {
        while (threads.size() < size) {
            Thread thread = DaemonThreads.of("trawl-worker-" + (threads.size() + 1), this::work);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public void wake() {
        claims.wake();
    }

    @Override
    public void awaitIdle() {
        claims.awaitIdle();
    }

    @Override
    public void stop() {
        claims.stop();
    }

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
                work.handle(claim);
                claims.done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            OutOfMemory.check(e);
            // Outcomes are never thrown: end this process' part rather than wait for ever for this batch.
            claims.broken(e);
        }
    }
}
