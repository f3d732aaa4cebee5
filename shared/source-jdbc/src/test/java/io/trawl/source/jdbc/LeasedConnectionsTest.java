package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.SessionPool;
import io.trawl.testkit.SettableClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lease is held exactly as long as a physical connection is open, whatever happens. */
@Timeout(60)
class LeasedConnectionsTest {

    private static final RetryPolicy BRIEF =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(1), 1, Duration.ofMillis(1));

    private final ExecutorService threads = Executors.newFixedThreadPool(20);
    private final Source source = new Source();
    private final SettableClock clock = new SettableClock(Instant.EPOCH);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Counts connections and leases together, and remembers the first moment at which they did not agree. */
    private static final class Source implements JdbcSessions {
        private int leases;
        private int open;
        private int opened;
        private String wrong;

        @Override
        public Connection open(String database) throws SQLException {
            count(0, 1);
            if (database.equals("missing")) {
                count(0, -1);
                throw new SQLException("no such database", "3D000");
            }
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "close":
                                count(0, -1);
                                return null;
                            case "isValid":
                                return true;
                            case "getCatalog":
                                return database;
                            default:
                                throw new UnsupportedOperationException(method.getName());
                        }
                    });
        }

        synchronized void count(int moreLeases, int moreOpen) {
            leases += moreLeases;
            open += moreOpen;
            opened += Math.max(0, moreOpen);
            if (open > leases && wrong == null) {
                wrong = open + " connections under " + leases + " leases";
            }
        }

        synchronized List<Integer> leasesAndOpen() {
            assertThat(wrong).isNull();
            return List.of(leases, open);
        }
    }

    /** Passes everything on, and counts the leases. */
    private final class CountingBudget implements ConnectionBudget {
        private final ConnectionBudget behind;

        CountingBudget(ConnectionBudget behind) {
            this.behind = behind;
        }

        @Override
        public CompletableFuture<Lease> request() {
            CompletableFuture<Lease> request = new CompletableFuture<>();
            CompletableFuture<Lease> passedOn = behind.request();
            passedOn.thenAccept(lease -> {
                source.count(1, 0);
                Lease counted = counted(lease);
                if (!request.complete(counted)) {
                    counted.close();
                }
            });
            request.whenComplete((lease, cancelled) -> passedOn.cancel(false));
            return request;
        }

        private Lease counted(Lease lease) {
            return new Lease() {
                @Override
                public boolean isHeld() {
                    return lease.isHeld();
                }

                @Override
                public void close() {
                    source.count(-1, 0);
                    lease.close();
                }
            };
        }

        @Override
        public void throttled() {
            behind.throttled();
        }

        @Override
        public void succeeded() {
            behind.succeeded();
        }

        @Override
        public int limit() {
            return behind.limit();
        }

        @Override
        public void onPressure(Runnable giveBack) {
            behind.onPressure(giveBack);
        }
    }

    /** Does what a test tells it, as a shared budget might. */
    private static final class ToldBudget implements ConnectionBudget {
        private final Deque<CompletableFuture<Lease>> waiting = new ArrayDeque<>();
        private volatile int limit;
        private volatile int free;
        private volatile boolean held = true;
        private Runnable pressure;

        ToldBudget(int limit) {
            this.limit = limit;
            this.free = limit;
        }

        @Override
        public synchronized CompletableFuture<Lease> request() {
            CompletableFuture<Lease> request = new CompletableFuture<>();
            waiting.removeIf(CompletableFuture::isDone);
            if (free == 0) {
                waiting.add(request);
            } else {
                free--;
                request.complete(new Told());
            }
            return request;
        }

        private final class Told implements Lease {
            @Override
            public boolean isHeld() {
                return held;
            }

            @Override
            public void close() {}
        }

        @Override
        public void throttled() {}

        @Override
        public void succeeded() {}

        @Override
        public int limit() {
            return limit;
        }

        @Override
        public void onPressure(Runnable giveBack) {
            pressure = giveBack;
        }
    }

    private SessionPool<Connection> pool(ConnectionBudget budget) {
        return new SessionPool<>(
                source, new CountingBudget(budget), BRIEF, Duration.ofSeconds(50), clock, new SplittableRandom(1));
    }

    /** Keeps so many connections to a database in use until the latch opens. */
    private List<Future<String>> occupy(SessionPool<Connection> pool, String database, int count, CountDownLatch end)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        List<Future<String>> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(threads.submit(() -> pool.with(database, connection -> {
                begun.countDown();
                awaitQuietly(end);
                return connection.getCatalog();
            })));
        }
        begun.await();
        return users;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(List<Future<String>> users) throws InterruptedException, ExecutionException {
        for (Future<String> user : users) {
            user.get();
        }
    }

    private void fill(SessionPool<Connection> pool, String database, int count) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Future<String>> users = occupy(pool, database, count, end);
        end.countDown();
        join(users);
    }

    @Test
    void aLeaseIsHeldForEachConnectionAtEveryMoment() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LeasedConnectionsTest seed " + seed);
        LocalConnectionBudget budget = new LocalConnectionBudget(6);
        try (SessionPool<Connection> pool = pool(budget)) {
            List<Future<Void>> users = new ArrayList<>();
            for (int t = 0; t < 20; t++) {
                Random random = new Random(seed + t);
                users.add(threads.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        useAtRandom(pool, budget, random);
                    }
                    return null;
                }));
            }
            for (Future<Void> user : users) {
                user.get();
            }
            List<Integer> leasesAndOpen = source.leasesAndOpen();
            assertThat(leasesAndOpen.get(0)).isEqualTo(leasesAndOpen.get(1)).isBetween(0, 6);
            // Nothing has leaked: all of the budget can be had.
            while (budget.limit() < 6) {
                budget.succeeded();
            }
            fill(pool, "d0", 6);
            assertThat(source.leasesAndOpen()).containsExactly(6, 6);
        }
        assertThat(source.leasesAndOpen()).containsExactly(0, 0);
        assertThat(budget.acquire(Duration.ZERO)).isNotNull();
    }

    private void useAtRandom(SessionPool<Connection> pool, LocalConnectionBudget budget, Random random)
            throws Exception {
        int dice = random.nextInt(40);
        String database = dice == 0 ? "missing" : "d" + random.nextInt(3);
        if (dice == 1) {
            Thread.currentThread().interrupt();
        }
        if (dice == 2) {
            budget.throttled();
        }
        try {
            assertThat(pool.<String>with(database, connection -> {
                        if (dice == 3) {
                            throw new SQLException("reset", "08006");
                        }
                        Thread.yield();
                        return connection.getCatalog();
                    }))
                    .isEqualTo(database);
        } catch (SQLException e) {
            assertThat(dice).isIn(0, 3);
        } catch (TrawlException e) {
            assertThat(dice).isEqualTo(1);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aSmallerLimitClosesTheIdleAtOnceAndTheOthersWhenTheyComeBack() throws Exception {
        ToldBudget budget = new ToldBudget(4);
        try (SessionPool<Connection> pool = pool(budget)) {
            CountDownLatch end = new CountDownLatch(1);
            List<Future<String>> busy = occupy(pool, "a", 2, end);
            fill(pool, "b", 2);
            assertThat(source.leasesAndOpen()).containsExactly(4, 4);
            budget.limit = 3;
            budget.pressure.run();
            assertThat(source.leasesAndOpen()).containsExactly(3, 3);
            budget.limit = 1;
            budget.pressure.run();
            assertThat(source.leasesAndOpen()).containsExactly(2, 2);
            end.countDown();
            join(busy);
            assertThat(source.leasesAndOpen()).containsExactly(1, 1);
        }
    }

    @Test
    void whatRestsIsClosedWhenThePoolIsUsedOrTheBudgetAsks() throws Exception {
        ToldBudget budget = new ToldBudget(6);
        try (SessionPool<Connection> pool = pool(budget)) {
            fill(pool, "a", 3);
            clock.advance(SessionPool.REST.minusMillis(1));
            budget.pressure.run();
            assertThat(source.leasesAndOpen()).containsExactly(3, 3);
            pool.with("a", Connection::getCatalog);
            clock.advance(Duration.ofMillis(1));
            pool.with("a", Connection::getCatalog);
            assertThat(source.leasesAndOpen()).containsExactly(1, 1);
            clock.advance(SessionPool.REST);
            budget.pressure.run();
            assertThat(source.leasesAndOpen()).containsExactly(0, 0);
        }
    }

    @Test
    void aConnectionWhoseLeaseHasEndedIsNotUsedAgain() throws Exception {
        ToldBudget budget = new ToldBudget(2);
        try (SessionPool<Connection> pool = pool(budget)) {
            pool.with("a", Connection::getCatalog);
            budget.held = false;
            Future<String> next = threads.submit(() -> pool.with("a", Connection::getCatalog));
            while (source.leasesAndOpen().get(1) > 0) {
                Thread.onSpinWait();
            }
            assertThat(source.opened).isEqualTo(1);
            budget.held = true;
            budget.free = 1;
            synchronized (budget) {
                budget.waiting.forEach(request -> request.complete(budget.new Told()));
            }
            assertThat(next.get()).isEqualTo("a");
            assertThat(source.opened).isEqualTo(2);
        }
    }

    @Test
    void whoWaitsTakesAConnectionThatComesBackThoughNoLeaseIsToBeHad() throws Exception {
        ToldBudget budget = new ToldBudget(1);
        try (SessionPool<Connection> pool = pool(budget)) {
            CountDownLatch end = new CountDownLatch(1);
            List<Future<String>> busy = occupy(pool, "a", 1, end);
            budget.limit = 5; // allowed, but others have it
            Future<String> same = threads.submit(() -> pool.with("a", Connection::getCatalog));
            assertThatThrownBy(() -> same.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            end.countDown();
            join(busy);
            assertThat(same.get()).isEqualTo("a");
            assertThat(source.opened).isEqualTo(1);

            Future<String> other = threads.submit(() -> pool.with("b", Connection::getCatalog));
            while (!other.isDone()) {
                budget.pressure.run();
            }
            assertThat(other.get()).isEqualTo("b");
            assertThat(source.leasesAndOpen()).containsExactly(1, 1);
        }
    }

    @Test
    void whoWaitsWhenThePoolIsClosedIsTold() throws Exception {
        ToldBudget budget = new ToldBudget(1);
        SessionPool<Connection> pool = pool(budget);
        CountDownLatch end = new CountDownLatch(1);
        List<Future<String>> busy = occupy(pool, "a", 1, end);
        Future<String> waiting = threads.submit(() -> pool.with("a", Connection::getCatalog));
        pool.close();
        assertThatThrownBy(waiting::get).hasRootCauseMessage("the source is closed");
        assertThat(source.leasesAndOpen()).containsExactly(1, 1);
        end.countDown();
        join(busy);
        assertThat(source.leasesAndOpen()).containsExactly(0, 0);
    }
}
