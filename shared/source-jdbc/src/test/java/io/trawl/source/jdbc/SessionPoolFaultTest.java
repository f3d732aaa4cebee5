package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.SessionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a wait, and what is no failure of the work. */
@Timeout(60)
class SessionPoolFaultTest {

    /** Long, so that only a stop can end a pause. */
    private static final RetryPolicy SLOW =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMinutes(5), 1, Duration.ofMinutes(5));

    private static final RetryPolicy BRIEF =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(100), 1, Duration.ofMillis(100));

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static SessionPool<Connection> pool(FakeServer server, LocalConnectionBudget budget, RetryPolicy pauses) {
        return new SessionPool<>(
                server, budget, pauses, Duration.ofMinutes(5), Clock.systemUTC(), new SplittableRandom(1));
    }

    private static void assertStopped(Future<?> work) {
        assertThatThrownBy(work::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SourceStoppedException.class);
    }

    @Test
    void aStopEndsThePauseAfterARefusal() {
        FakeServer server = new FakeServer(0);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(2), SLOW)) {
            Future<?> work = threads.submit(() -> pool.with("a", Connection::getCatalog));
            while (server.refused() == 0) {
                Thread.onSpinWait();
            }
            pool.stop();
            assertStopped(work);
        }
    }

    @Test
    void aStopEndsTheWaitForAConnectionAndForOneThatIsBeingOpened() {
        FakeServer server = new FakeServer(10);
        server.beSilent();
        LocalConnectionBudget budget = new LocalConnectionBudget(1);
        try (SessionPool<Connection> pool = pool(server, budget, SLOW)) {
            List<Future<?>> works = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                works.add(threads.submit(() -> pool.with("a", Connection::getCatalog)));
            }
            while (server.waiting() == 0) {
                Thread.onSpinWait();
            }
            Future<Boolean> wait = threads.submit(() -> pool.await(Duration.ofMinutes(5)));
            pool.stop();
            works.forEach(SessionPoolFaultTest::assertStopped);
            assertThat(wait).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
            // The lease is held until the attempt ends, although it is not waited for any more.
            CompletableFuture<ConnectionBudget.Lease> next = budget.request();
            assertThat(next).isNotDone();
            server.answer();
            assertThat(next).succeedsWithin(Duration.ofSeconds(10)).isNotNull();
            assertThat(server.open()).isZero();
        }
    }

    @Test
    void nothingBeginsAfterAStop() {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(1), BRIEF)) {
            pool.stop();
            assertThatThrownBy(() -> pool.with("a", Connection::getCatalog)).isInstanceOf(SourceStoppedException.class);
            assertThatThrownBy(() -> pool.pause(Duration.ofMinutes(5))).isInstanceOf(SourceStoppedException.class);
            assertThat(pool.await(Duration.ofMinutes(5))).isFalse();
            assertThat(server.opened()).isZero();
        }
    }

    @Test
    void workUnderWayHasAMomentAndIsThenBrokenOff() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(2), BRIEF)) {
            CountDownLatch begun = new CountDownLatch(2);
            CompletableFuture<String> soon = new CompletableFuture<>();
            Future<String> brief = threads.submit(() -> pool.with("a", connection -> {
                begun.countDown();
                return soon.join();
            }));
            Future<?> endless = threads.submit(() -> pool.with("a", connection -> {
                begun.countDown();
                while (connection.isReadOnly()) {
                    Thread.onSpinWait();
                }
                return null;
            }));
            begun.await();
            pool.stop();
            soon.complete("read");
            assertThat(brief.get()).isEqualTo("read");
            assertStopped(endless);
        }
        assertThat(server.open()).isZero();
    }

    @Test
    void connectionsThatBrokeWhileTheyWereIdleAreReplaced() throws Exception {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(3), BRIEF)) {
            // Three idle connections, which break.
            pool.with(
                    "a",
                    one -> pool.with(
                            "a",
                            two -> pool.with("a", three -> {
                                server.breakOff(one);
                                server.breakOff(two);
                                server.breakOff(three);
                                return null;
                            })));
            assertThat(pool.with("a", Connection::isReadOnly)).isTrue();
            assertThat(server.opened()).isEqualTo(4);
            assertThat(server.open()).isEqualTo(1);
        }
    }

    @Test
    void oneThatBreaksAtItsFirstUseIsAFailure() {
        FakeServer server = new FakeServer(10);
        try (SessionPool<Connection> pool = pool(server, new LocalConnectionBudget(3), BRIEF)) {
            assertThatThrownBy(() -> pool.with("a", connection -> {
                        server.breakOff(connection);
                        return connection.isReadOnly();
                    }))
                    .isInstanceOf(SQLException.class);
            assertThat(server.opened()).isEqualTo(1);
        }
    }

    @Test
    void aFullDatabaseFailsSoonAndIsNotTheServers() throws Exception {
        FakeServer server = new FakeServer(10);
        server.beFull("full");
        LocalConnectionBudget budget = new LocalConnectionBudget(8);
        try (SessionPool<Connection> pool = pool(server, budget, BRIEF)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> pool.with("full", Connection::getCatalog))
                    .isInstanceOfSatisfying(
                            SQLException.class, failure -> assertThat(JdbcSessions.SQL_STATES.classify(failure))
                                    .isEqualTo(FailureKind.THROTTLED))
                    .hasMessage("too many connections for database");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            assertThat(budget.limit()).isEqualTo(8);
            assertThat(pool.with("other", Connection::getCatalog)).isEqualTo("other");
        }
    }
}
