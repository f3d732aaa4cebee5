package io.trawl.core.engine;

import io.trawl.core.config.RetryPolicy;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Workers as threads of this process. What fails for a reason that may pass is tried again after a pause, without
 * holding up what else waits.
 */
public final class LocalDispatcher implements Dispatcher {

    private static final long POLL_MILLIS = 50;

    /** A worker reads its next batch while its last one is being written: neither source nor sink waits for the other. */
    private static final int THREADS_PER_WORKER = 2;

    private final Worker worker;
    private final Ledger ledger;
    private final RetryPolicy retryPolicy;
    private final RandomGenerator random;
    private final RunListener listener;
    private final Semaphore reading;
    private final int mostWaiting;
    private final DelayQueue<Waiting> waiting = new DelayQueue<>();
    private final AtomicLong sequence = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    private final Object monitor = new Object();
    private int open; // guarded by monitor: batches handed over and not done
    private Throwable broken; // guarded by monitor
    private volatile boolean stopped;

    /**
     * @param workers workers at a time
     * @param random decides how pauses are shortened
     */
    public LocalDispatcher(
            int workers,
            Worker worker,
            Ledger ledger,
            RetryPolicy retryPolicy,
            RandomGenerator random,
            RunListener listener) {
        this.worker = worker;
        this.ledger = ledger;
        this.retryPolicy = retryPolicy;
        this.random = random;
        this.listener = listener;
        this.reading = new Semaphore(workers);
        this.mostWaiting = workers * 2;
        for (int i = 1; i <= workers * THREADS_PER_WORKER; i++) {
            Thread thread = new Thread(this::work, "trawl-worker-" + i);
            thread.setDaemon(true);
            this.threads.add(thread);
            thread.start();
        }
    }

    private record Waiting(Worker.Pass pass, Batch batch, long dueNanos, long order) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed delayed) {
            Waiting other = (Waiting) delayed;
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public void dispatch(Worker.Pass pass, Batch batch) {
        synchronized (monitor) {
            while (open >= mostWaiting + threads.size() && !stopped) {
                waitForChange();
            }
            if (stopped) {
                return;
            }
            open++;
        }
        enqueue(pass, batch, Duration.ZERO);
    }

    private void enqueue(Worker.Pass pass, Batch batch, Duration pause) {
        waiting.add(new Waiting(pass, batch, System.nanoTime() + pause.toNanos(), sequence.incrementAndGet()));
    }

    @Override
    public void await() {
        synchronized (monitor) {
            while (open > 0 && !stopped) {
                waitForChange();
            }
            if (broken != null) {
                throw new IllegalStateException("a worker broke: " + broken, broken);
            }
        }
    }

    private void waitForChange() {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    @Override
    public void stop() {
        stopped = true;
        synchronized (monitor) {
            monitor.notifyAll();
        }
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
            while (!stopped) {
                Waiting next = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    work(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Outcomes are never thrown, so this is ours: end the run rather than wait for ever for this batch.
            synchronized (monitor) {
                broken = e;
            }
            stop();
        }
    }

    private void work(Waiting next) {
        long began = System.nanoTime();
        BatchResult result = worker.write(next.pass(), read(next.batch()));
        listener.batchEnded(Duration.ofNanos(System.nanoTime() - began));
        List<EntityDescriptor> again = record(next.batch().attempt(), result);
        if (again.isEmpty()) {
            synchronized (monitor) {
                open--;
                monitor.notifyAll();
            }
        } else {
            listener.retrying(again.size());
            int attempt = next.batch().attempt();
            enqueue(next.pass(), new Batch(again, attempt + 1), retryPolicy.pauseAfter(attempt, random));
        }
    }

    private List<ReadResult> read(Batch batch) {
        reading.acquireUninterruptibly();
        try {
            return worker.read(batch);
        } finally {
            reading.release();
        }
    }

    /** Records what is final and answers what is worth another attempt. */
    private List<EntityDescriptor> record(int attempt, BatchResult result) {
        List<EntityDescriptor> again = new ArrayList<>();
        List<Outcome> last = new ArrayList<>(result.outcomes().size());
        for (Outcome outcome : result.outcomes()) {
            if (outcome instanceof Outcome.Failed failed
                    && failed.kind().retried()
                    && attempt < retryPolicy.maxAttempts()) {
                again.add(failed.descriptor());
            } else {
                last.add(outcome);
            }
        }
        ledger.deferred(result.deferred());
        ledger.complete(last, attempt, result.fingerprints());
        listener.completed(last);
        return again;
    }
}
