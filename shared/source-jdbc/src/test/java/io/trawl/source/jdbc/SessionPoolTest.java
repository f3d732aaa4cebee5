package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.SessionPool;
import io.trawl.testkit.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionPoolTest {

    private static final RetryPolicy BRIEF =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(1), 1, Duration.ofMillis(1));

    private static SessionPool<Connection> pool(JdbcSessions server, LocalConnectionBudget budget, Duration patience) {
        return new SessionPool<>(server, budget, BRIEF, patience, Clock.systemUTC(), new SplittableRandom(1));
    }

    private static SessionPool<Connection> pool(JdbcSessions server, LocalConnectionBudget budget) {
        return pool(server, budget, Duration.ofSeconds(50));
    }

    @Test
    void anIdleConnectionIsUsedAgain() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(5))) {
            for (int i = 0; i < 10; i++) {
                assertThat(pool.with("a", Connection::getCatalog)).isEqualTo("a");
            }
            assertThat(server.opened()).isEqualTo(1);
        }
        assertThat(server.open()).isZero();
    }

    @Test
    void anIdleConnectionOfAnotherDatabaseGivesWay() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(2))) {
            for (String database : List.of("a", "b", "c", "a", "b", "c")) {
                assertThat(pool.with(database, Connection::getCatalog)).isEqualTo(database);
            }
            assertThat(server.highest()).isEqualTo(2);
            assertThat(server.open()).isEqualTo(2);
        }
    }

    @Test
    void aBrokenConnectionIsDroppedAndASoundOneKept() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(1))) {
            assertThatThrownBy(() -> pool.with("a", connection -> {
                        throw new SQLException("permission", "42501");
                    }))
                    .hasMessage("permission");
            assertThat(server.open()).isEqualTo(1);
            assertThatThrownBy(() -> pool.with("a", connection -> {
                        throw new SQLException("reset", "08006");
                    }))
                    .hasMessage("reset");
            assertThat(server.open()).isZero();
            assertThatThrownBy(() -> pool.with("a", connection -> {
                        throw new IllegalStateException("half-way");
                    }))
                    .hasMessage("half-way");
            assertThat(server.open()).isZero();
            assertThat(pool.with("a", Connection::getCatalog)).isEqualTo("a");
        }
    }

    @Test
    void aFailedConnectGivesItsLeaseBack() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(1))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.with("missing", Connection::getCatalog))
                        .hasMessage("no such database");
            }
            assertThat(pool.with("a", Connection::getCatalog)).isEqualTo("a");
        }
    }

    @Test
    void aRefusalShrinksTheBudgetAndIsNoFailure() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SessionPoolTest seed " + seed);
        FakeServer server = new FakeServer(3);
        LocalConnectionBudget budget = new LocalConnectionBudget(20);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try (SessionPool<Connection> pool = pool(server, budget)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int database = new Random(seed + i).nextInt(3);
                answers.add(threads.submit(() -> pool.with("d" + database, Connection::getCatalog)));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("d");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.highest()).isBetween(1, 3);
        assertThat(server.open()).isZero();
    }

    @Test
    void connectionsOfAllDatabasesNeverExceedTheBudget() throws Exception {
        FakeServer server = new FakeServer(100);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(4))) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                String database = "d" + i % 7;
                answers.add(threads.submit(() -> pool.with(database, Connection::getCatalog)));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("d");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.highest()).isEqualTo(4);
    }

    @Test
    void idleConnectionsAboveAShrunkenLimitAreClosed() throws Exception {
        FakeServer server = new FakeServer(100);
        LocalConnectionBudget budget = new LocalConnectionBudget(8);
        try (SessionPool<Connection> pool = pool(server, budget)) {
            nest(pool, 8);
            assertThat(server.open()).isEqualTo(8);
            budget.throttled();
            pool.with("d0", Connection::getCatalog);
            assertThat(server.open()).isEqualTo(4);
        }
    }

    /** Always gives a lease, whatever it is told. */
    private static final class BoundlessBudget implements ConnectionBudget {
        @Override
        public CompletableFuture<Lease> request() {
            return new LocalConnectionBudget(1).request();
        }

        @Override
        public void throttled() {}

        @Override
        public void succeeded() {}

        @Override
        public int limit() {
            return 100;
        }
    }

    /** Opens so many connections at once; allowed here, since the budget is known to suffice. */
    private static void nest(SessionPool<Connection> pool, int depth) throws Exception {
        if (depth > 0) {
            pool.with("d" + depth, connection -> {
                nest(pool, depth - 1);
                return null;
            });
        }
    }

    @Test
    void patienceEnds() {
        try (SessionPool<Connection> pool =
                pool(new FakeServer(0), new LocalConnectionBudget(2), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> pool.with("a", Connection::getCatalog))
                    .isInstanceOfSatisfying(
                            SQLException.class, failure -> assertThat(JdbcSessions.SQL_STATES.classify(failure))
                                    .isEqualTo(FailureKind.THROTTLED));
        }
    }

    private static void use(SessionPool<Connection> pool, String database) throws SQLException {
        try {
            pool.with(database, Connection::getCatalog);
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    @Test
    void aWaitLastsAsLongAsOthersGetOn() throws Exception {
        SettableClock clock = new SettableClock(Instant.EPOCH);
        int[] refusals = {0};
        FakeServer server = new FakeServer(9);
        AtomicReference<SessionPool<Connection>> pool = new AtomicReference<>();
        JdbcSessions busy = database -> {
            if (database.equals("busy") && refusals[0]++ < 20) {
                clock.advance(Duration.ofSeconds(40));
                if (refusals[0] < 10) {
                    use(pool.get(), "other");
                }
                throw new SQLException("sorry, too many clients already", "53300");
            }
            return server.open(database);
        };
        try (SessionPool<Connection> own = new SessionPool<>(
                busy, new BoundlessBudget(), BRIEF, Duration.ofSeconds(60), clock, new SplittableRandom(1))) {
            pool.set(own);
            // Nine refusals, 360 s, while another use succeeds; then it takes two more to end a patience of 60 s.
            assertThatThrownBy(() -> own.with("busy", Connection::getCatalog)).isInstanceOf(SQLException.class);
            assertThat(refusals[0]).isEqualTo(11);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (SessionPool<Connection> pool = pool(new FakeServer(0), new LocalConnectionBudget(2))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> pool.with("a", Connection::getCatalog))
                    .isInstanceOf(TrawlException.class)
                    .hasMessageStartingWith("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aClosedPoolGivesNothing() {
        SessionPool<Connection> pool = pool(new FakeServer(1), new LocalConnectionBudget(1));
        pool.close();
        assertThatThrownBy(() -> pool.with("a", Connection::getCatalog)).hasMessage("the source is closed");
    }
}
