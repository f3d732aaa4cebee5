package io.trawl.worker;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Shards;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import io.trawl.engine.BatchWork;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Processes the batches of one shard of a run until none of them can be processed now. It goes through the open batches
 * in rounds; within a round, one batch is read while the one before it is written.
 */
final class ShardBatches {

    /** The longest pause that is waited for; for a longer one the pod ends, and is started again. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    /** Between two looks at what another process has. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final int AT_A_TIME = 2;

    private final PodArguments pod;
    private final Shards ledger;
    private final DiscoverableSource source;
    private final BatchWork work;
    private final Duration connectionPatience;
    private final Duration leasePatience;
    private final ShardSummary tally = new ShardSummary();

    /** Held while the source is waited for and read: a pod has one connection. */
    private final Semaphore turn = new Semaphore(1);

    // Of the round; guarded by turn.
    private final Deque<Long> round = new ArrayDeque<>();
    private final Set<Long> elsewhere = new HashSet<>();
    private Duration soonest;
    private boolean worked;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean starved;
    private volatile Throwable broken;

    /**
     * @param connectionPatience how long a connection to the source is waited for
     * @param leasePatience how long a batch that another process has is waited for: a process that was lost keeps it until
     *     its lease has ended
     */
    ShardBatches(
            PodArguments pod,
            Shards ledger,
            DiscoverableSource source,
            BatchWork work,
            Duration connectionPatience,
            Duration leasePatience) {
        this.pod = pod;
        this.ledger = ledger;
        this.source = source;
        this.work = work;
        this.connectionPatience = connectionPatience;
        this.leasePatience = leasePatience;
    }

    /** What became of it so far. */
    ShardSummary tally() {
        return tally;
    }

    /** Whether the source had no connection to give. */
    boolean isStarved() {
        return starved;
    }

    /** Writes what was read, begins nothing else, and waits neither for the source nor for other workers. Returns at once. */
    void stop() {
        stopped = true;
        stopping.countDown();
        source.stop();
    }

    /**
     * Works until nothing can be done now.
     *
     * @return how many batches of the share are open then
     * @throws RuntimeException what the work broke with, such as that the ledger cannot be reached
     */
    int work() {
        List<Long> open = ledger.open(pod.pod(), pod.of());
        Set<Long> seen = Set.copyOf(open);
        long waited = System.nanoTime();
        while (!open.isEmpty() && !stopped && !starved) {
            goThrough(open);
            open = ledger.open(pod.pod(), pod.of());
            if (worked || !seen.equals(Set.copyOf(open))) {
                seen = Set.copyOf(open);
                waited = System.nanoTime();
            }
            elsewhere.retainAll(open);
            boolean mayCome = !elsewhere.isEmpty() && System.nanoTime() - waited < leasePatience.toNanos();
            boolean isShort = soonest != null && soonest.compareTo(SHORT) < 0;
            if (!worked && !open.isEmpty() && !stopped) {
                if (!mayCome && !isShort) {
                    break;
                }
                source.rest();
                pause(isShort && (!mayCome || soonest.compareTo(LOOK) < 0) ? soonest : LOOK);
            }
        }
        return open.size();
    }

    private void goThrough(List<Long> open) {
        round.clear();
        round.addAll(open);
        elsewhere.clear();
        soonest = null;
        worked = false;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            Thread thread = DaemonThreads.of("trawl-worker-" + (i + 1), this::goOn);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        if (broken instanceof RuntimeException e) {
            throw e;
        }
        if (broken instanceof Error e) {
            throw e;
        }
    }

    private void goOn() {
        try {
            for (Claim claim = next(); claim != null; claim = next()) {
                long batch = claim.batch();
                work.handle(claim, turn::release).ifPresent(completion -> tally.completed(batch, completion));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            OutOfMemory.check(e);
            broken = e;
            stop();
        }
    }

    /** The next batch to work on; whose turn it is then must be given back. Null if there is none, or not for us. */
    private Claim next() throws InterruptedException {
        turn.acquire();
        Claim claim = null;
        try {
            while (claim == null && !stopped && !starved && !round.isEmpty()) {
                claim = claim(round.poll());
            }
        } finally {
            if (claim == null) {
                turn.release();
            }
        }
        return claim;
    }

    private Claim claim(long batch) {
        if (!source.awaitConnection(connectionPatience)) {
            starved = !stopped;
            return null;
        }
        BatchClaim answer = ledger.claimBatch(batch);
        if (answer instanceof BatchClaim.Granted granted) {
            worked = true;
            return granted.claim();
        }
        if (answer instanceof BatchClaim.Later later) {
            soonest = soonest == null || later.pause().compareTo(soonest) < 0 ? later.pause() : soonest;
        } else {
            elsewhere.add(batch);
        }
        return null;
    }

    private void pause(Duration duration) {
        try {
            stopping.await(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
