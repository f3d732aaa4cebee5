package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchemaCacheTest {

    private static final SchemaName A = new SchemaName("D", "A");
    private static final SchemaName B = new SchemaName("D", "B");
    private static final SchemaName C = new SchemaName("D", "C");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final SchemaCache<String> cache = new SchemaCache<>(clock, 10, String::length);
    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private String get(SchemaName schema, String value) throws Exception {
        return cache.get(schema, () -> {
            reads.incrementAndGet();
            return value;
        });
    }

    @Test
    void isReadOnceInAMinute() throws Exception {
        assertThat(get(A, "one")).isEqualTo("one");
        clock.advance(SchemaCache.LIFE);
        assertThat(get(A, "two")).isEqualTo("one");
        clock.advance(Duration.ofMillis(1));
        assertThat(get(A, "two")).isEqualTo("two");
        assertThat(reads).hasValue(2);
    }

    @Test
    void isReadAgainAfterAMark() throws Exception {
        get(A, "one");
        long mark = cache.mark();
        assertThat(cache.getSince(mark, A, () -> "two")).isEqualTo("two");
        assertThat(cache.getSince(mark, A, () -> "three")).isEqualTo("two");
    }

    @Test
    void isOfOneSchema() throws Exception {
        get(A, "a");
        assertThat(get(B, "b")).isEqualTo("b");
        assertThat(get(new SchemaName("E", "A"), "e")).isEqualTo("e");
    }

    @Test
    void dropsWhatWasNotWantedForTheLongestTimeUntilTheRowsFit() throws Exception {
        get(A, "aaaa");
        get(B, "bbbb");
        get(A, "");
        get(C, "cccc");
        assertThat(get(A, "new")).isEqualTo("aaaa");
        assertThat(get(C, "new")).isEqualTo("cccc");
        assertThat(get(B, "new")).isEqualTo("new");
    }

    @Test
    void keepsWhatWasReadLastHoweverLargeItIs() throws Exception {
        get(A, "a");
        get(B, "more than ten characters");
        assertThat(get(B, "new")).hasSize(24);
        assertThat(get(A, "new")).isEqualTo("new");
    }

    @Test
    void aFailureIsNotKept() throws Exception {
        SQLException failure = new SQLException("no");
        assertThatThrownBy(() -> cache.get(A, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(get(A, "one")).isEqualTo("one");
    }

    @Test
    void othersWaitForTheOneThatReads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        answers.add(threads.submit(() -> cache.get(A, () -> {
            begun.countDown();
            go.await();
            reads.incrementAndGet();
            return "one";
        })));
        begun.await();
        clock.advance(Duration.ofHours(1)); // however long it takes
        waitInThreads(5, answers);
        assertThat(get(B, "b")).isEqualTo("b"); // another schema does not wait
        go.countDown();
        for (Future<String> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("one");
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void allThatWaitGetTheFailure() throws Exception {
        for (Throwable failure : List.of(new SQLException("no"), new OutOfMemoryError("none left"))) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<String>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> cache.get(A, () -> {
                begun.countDown();
                go.await();
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            })));
            begun.await();
            waitInThreads(3, answers);
            go.countDown();
            for (Future<String> answer : answers) {
                assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasCause(failure);
            }
            assertThat(reads).hasValue(0);
            clock.advance(Duration.ofHours(1));
        }
    }

    /** Returns when so many threads wait for schema A. */
    private void waitInThreads(int count, List<Future<String>> answers) {
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<String> waits = new FutureTask<>(() -> get(A, "other"));
            answers.add(waits);
            waiting.add(new Thread(waits));
        }
        waiting.forEach(Thread::start);
        while (waiting.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
