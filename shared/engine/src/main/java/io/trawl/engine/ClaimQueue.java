package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.util.Waits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a process get their batches. One of them at a time asks the ledger, for all that wait; when there is
 * nothing to do, the next question follows after a pause, which grows.
 */
final class ClaimQueue {

    private static final long FIRST_PAUSE = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

    private final RunLedger ledger;

    // All guarded by this.
    private final Queue<Claim> claimed = new ArrayDeque<>();
    private int waiting;
    private int working;
    private boolean asking;
    private boolean nothingFound;
    private long wakes;
    private long pause = FIRST_PAUSE;
    private long nextNanos = System.nanoTime();
    private Throwable broken;
    private boolean stopped;

    ClaimQueue(RunLedger ledger) {
        this.ledger = ledger;
    }

    /** The next batch to work on, {@link #done} to be called after it; null when it was stopped. */
    @Nullable
    Claim take() throws InterruptedException {
        while (true) {
            int most;
            long wakesBefore;
            synchronized (this) {
                waiting++;
                try {
                    while (!stopped && claimed.isEmpty() && !isTimeToAsk()) {
                        long nanos = asking ? LONGEST_PAUSE : nextNanos - System.nanoTime();
                        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
                    }
                    if (stopped) {
                        return null;
                    }
                    Claim next = claimed.poll();
                    if (next != null) {
                        working++;
                        return next;
                    }
                    asking = true;
                    most = waiting;
                    wakesBefore = wakes;
                } finally {
                    waiting--;
                }
            }
            List<Claim> found = List.of();
            try {
                found = ledger.claim(most);
            } finally {
                asked(found, wakesBefore);
            }
        }
    }

    private boolean isTimeToAsk() {
        return !asking && nextNanos - System.nanoTime() <= 0;
    }

    private synchronized void asked(List<Claim> found, long wakesBefore) {
        asking = false;
        claimed.addAll(found);
        nothingFound = found.isEmpty() && wakes == wakesBefore;
        if (nothingFound) {
            nextNanos = System.nanoTime() + pause;
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        } else {
            pause = FIRST_PAUSE;
        }
        notifyAll();
    }

    /** A batch that was taken needs no more work. */
    synchronized void done() {
        working--;
        notifyAll();
    }

    /** There may be something to claim: ask at once. Throws what broke a worker. */
    synchronized void wake() {
        Waits.rethrow(broken);
        wakes++;
        nothingFound = false;
        pause = FIRST_PAUSE;
        nextNanos = System.nanoTime();
        notifyAll();
    }

    /** Waits until no worker is busy and there was nothing to claim, but no longer than half a second. Throws what broke a worker. */
    synchronized void awaitIdle() {
        try {
            Waits.until(() -> stopped || nothingFound && working == 0, this, LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        Waits.rethrow(broken);
    }

    /** A worker came to an end by this; no batch is handed out any more, and discovery stops waiting for room in the plan. */
    void broken(Throwable e) {
        synchronized (this) {
            broken = e;
            stop();
        }
        ledger.stop();
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
