package io.trawl.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalConnectionBudgetTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void grantsAsManyAsItsSizeAndNoMore() throws Exception {
        LocalConnectionBudget budget = new LocalConnectionBudget(2);
        Lease first = budget.acquire(Duration.ZERO);
        assertThat(budget.acquire(Duration.ZERO)).isNotNull();
        assertThat(budget.acquire(Duration.ZERO)).isNull();
        first.close();
        first.close();
        assertThat(budget.acquire(Duration.ZERO)).isNotNull();
        assertThat(budget.acquire(Duration.ofMillis(1))).isNull();
    }

    @Test
    void halvesOncePerRefusalThatTookEffectAndNeverBelowOne() {
        LocalConnectionBudget budget = new LocalConnectionBudget(20);
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            budget.throttled();
            limits.add(budget.limit());
        }
        assertThat(limits).containsExactly(10, 5, 2, 1, 1, 1);
    }

    @Test
    void refusalsOfTheSameMomentHalveOnce() throws Exception {
        LocalConnectionBudget budget = new LocalConnectionBudget(8);
        List<Lease> leases = acquire(budget, 8);
        for (int i = 0; i < 8; i++) {
            budget.throttled();
        }
        assertThat(budget.limit()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            leases.get(i).close();
            assertThat(budget.acquire(Duration.ZERO))
                    .as("after %d of 8 were given back", i + 1)
                    .isNull();
        }
        leases.get(4).close();
        assertThat(budget.acquire(Duration.ZERO)).isNotNull();
    }

    @Test
    void creepsBackToItsSizeAndNotBeyond() {
        LocalConnectionBudget budget = new LocalConnectionBudget(5);
        budget.throttled();
        assertThat(budget.limit()).isEqualTo(2);
        budget.succeeded();
        assertThat(budget.limit()).isEqualTo(2);
        budget.succeeded();
        budget.succeeded();
        assertThat(budget.limit()).isEqualTo(3);
        for (int i = 0; i < 100; i++) {
            budget.succeeded();
        }
        assertThat(budget.limit()).isEqualTo(5);
    }

    @Test
    void servesThoseWhoWaitInTheirOrder() throws Exception {
        LocalConnectionBudget budget = new LocalConnectionBudget(1);
        Lease held = budget.acquire(LONG);
        List<Integer> order = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try (Lease lease = budget.acquire(LONG)) {
                    assertThat(lease).isNotNull();
                    order.add(number);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            awaitWaiting(thread);
            threads.add(thread);
        }
        held.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void anInterruptedWaiterTakesNothingWithIt() throws Exception {
        LocalConnectionBudget budget = new LocalConnectionBudget(1);
        Lease held = budget.acquire(LONG);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            try {
                budget.acquire(LONG);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        waiter.start();
        awaitWaiting(waiter);
        waiter.interrupt();
        interrupted.await();
        held.close();
        assertThat(budget.acquire(Duration.ZERO)).isNotNull();
    }

    @Test
    void neverIssuesMoreThanTheLimitUnderThreadsThatShrinkAndGrowIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LocalConnectionBudgetTest seed " + seed);
        LocalConnectionBudget budget = new LocalConnectionBudget(7);
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int t = 0; t < 20; t++) {
                RandomGenerator random = new java.util.Random(seed + t);
                results.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        try (Lease lease = budget.acquire(LONG)) {
                            assertThat(lease).isNotNull();
                            most.accumulateAndGet(out.incrementAndGet(), Math::max);
                            if (random.nextInt(10) == 0) {
                                budget.throttled();
                            } else {
                                budget.succeeded();
                            }
                            out.decrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 7);
        for (int i = 0; i < 100; i++) {
            budget.succeeded();
        }
        assertThat(acquire(budget, 7)).hasSize(7);
        assertThat(budget.acquire(Duration.ZERO)).isNull();
    }

    @Test
    void aSizeBelowOneIsRefused() {
        assertThatThrownBy(() -> new LocalConnectionBudget(0)).hasMessage("connection budget: 0 is below 1");
    }

    private static List<Lease> acquire(ConnectionBudget budget, int count) throws InterruptedException {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Lease lease = budget.acquire(Duration.ZERO);
            assertThat(lease).isNotNull();
            leases.add(lease);
        }
        return leases;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
