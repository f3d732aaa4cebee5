package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.Bisection;
import io.trawl.source.kit.Messages;
import io.trawl.source.kit.ReadRetry;
import java.io.EOFException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

    private static final StoredProcedure ENTITY = new StoredProcedure(
            "p", null, null, new StoredProcedure.Code("SQL", null), "Function", null, "s.d.p", null);

    private static final Messages MESSAGES =
            new Messages("some", "h:1", JdbcSessions.SQL_STATES, Throwable::getMessage);

    private final AtomicInteger reads = new AtomicInteger();
    private final List<Duration> pauses = new ArrayList<>();

    private static List<EntityDescriptor> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new EntityDescriptor("" + i, EntityType.TABLE, Map.of(), 1))
                .toList();
    }

    private List<ReadResult> read(int size, Bisection.Read<EntityDescriptor, ReadResult> statements) {
        Bisection.Read<EntityDescriptor, ReadResult> counted = some -> {
            reads.incrementAndGet();
            return statements.read(some);
        };
        RetryPolicy three = new RetryPolicy(3, Duration.ofSeconds(1), 1, Duration.ofSeconds(1));
        return new BatchReader(
                        counted,
                        "db",
                        MESSAGES,
                        new ReadRetry(three, new Random(1), pauses::add, JdbcSessions.SQL_STATES))
                .read(batch(size));
    }

    private List<ReadResult> read(int size, Predicate<String> bad, String state) {
        return read(size, some -> {
            if (some.stream().map(EntityDescriptor::id).anyMatch(bad)) {
                throw new SQLException("bad", state);
            }
            return sound(some);
        });
    }

    private static List<ReadResult> sound(List<EntityDescriptor> some) {
        return some.stream()
                .<ReadResult>map(each -> new ReadResult.Read(each, ENTITY))
                .toList();
    }

    private static Set<String> failed(List<ReadResult> results, FailureKind kind) {
        return results.stream()
                .filter(result -> result instanceof Outcome.Failed failed && failed.kind() == kind)
                .map(result -> result.descriptor().id())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 129})
    void theBadOneIsAlone(int size) {
        List<ReadResult> results = read(size, id -> id.equals("" + (size - 1)), "XX000");
        assertThat(results).hasSize(size);
        assertThat(failed(results, FailureKind.INVALID)).containsExactly("" + (size - 1));
        assertThat(reads.get()).isLessThanOrEqualTo(1 + 2 * (32 - Integer.numberOfLeadingZeros(size)));
    }

    /** The server has no state for that: it is known only by reading once more, which halving does anyway. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void whatIsDroppedWhileItIsReadIsGone(int size) {
        List<ReadResult> results = read(size, some -> {
            if (reads.get() == 1) {
                throw new SQLException("could not open relation with OID 4711", "XX000");
            }
            return some.stream()
                    .<ReadResult>map(
                            each -> each.id().equals("0") ? new Outcome.Gone(each) : new ReadResult.Read(each, ENTITY))
                    .toList();
        });
        assertThat(results).hasSize(size).noneMatch(Outcome.Failed.class::isInstance);
        assertThat(reads.get()).isEqualTo(size == 1 ? 2 : 3);
    }

    @Test
    void severalBadOnes() {
        List<ReadResult> results = read(100, Set.of("3", "4", "77")::contains, "42501");
        assertThat(results).hasSize(100);
        assertThat(failed(results, FailureKind.PERMISSION)).containsExactlyInAnyOrder("3", "4", "77");
    }

    @Test
    void aGoodBatchIsReadOnce() {
        assertThat(read(500, id -> false, "XX000")).allMatch(ReadResult.Read.class::isInstance);
        assertThat(reads.get()).isEqualTo(1);
    }

    @Test
    void aStatementThatTimesOutIsHalvedButNotForever() {
        assertThat(failed(read(64, "9"::equals, "57014"), FailureKind.TRANSIENT))
                .containsExactly("9");
        reads.set(0);
        assertThat(failed(read(512, id -> true, "57014"), FailureKind.TRANSIENT))
                .hasSize(512);
        assertThat(reads.get()).isLessThan(30);
    }

    @Test
    void aSerializationFailureIsTheWholeBatchs() {
        assertThat(failed(read(64, "9"::equals, "40001"), FailureKind.TRANSIENT))
                .hasSize(64);
        assertThat(reads.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "25P04", "25P03"})
    void anEntityThatCostsTheConnectionIsAlone(String state) {
        List<ReadResult> results = read(2000, "77"::equals, state);
        assertThat(results).hasSize(2000);
        assertThat(failed(results, FailureKind.TRANSIENT)).containsExactly("77");
        assertThat(reads.get()).isLessThanOrEqualTo(1 + 2 * 11);
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08004", "53300", "28P01", "3D000", "08P01"})
    void whereNoSessionIsToBeHadNothingIsHalved(String state) {
        List<ReadResult> results = read(64, "9"::equals, state);
        assertThat(results).hasSize(64).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message())
                        .isEqualTo("source some at h:1/db: bad")));
        assertThat(reads.get()).isEqualTo(1);
    }

    @Test
    void aServerThatGoesAwayIsLeftAloneAndWhatWasReadIsKept() {
        List<ReadResult> results = read(64, some -> {
            if (some.size() == 64) {
                throw new SQLException("reset", "08006");
            }
            if (!some.get(0).id().equals("0")) {
                throw new SQLException("refused", "08001");
            }
            return sound(some);
        });
        assertThat(results).hasSize(64);
        assertThat(failed(results, FailureKind.TRANSIENT)).hasSize(32);
        // The whole, the first half, and the second half three times with a pause in between.
        assertThat(reads.get()).isEqualTo(5);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aServerThatIsBackAfterAMomentIsReadOn() {
        List<ReadResult> results = read(64, some -> {
            if (some.size() == 64) {
                throw new SQLException("crash", "57P02");
            }
            if (reads.get() <= 3) {
                throw new SQLException("the database system is in recovery mode", "57P03");
            }
            if (some.stream().anyMatch(each -> each.id().equals("9"))) {
                throw new SQLException("crash", "57P02");
            }
            return sound(some);
        });
        assertThat(failed(results, FailureKind.TRANSIENT)).containsExactly("9");
        assertThat(pauses).hasSize(2);
    }

    /** An idle connection was lost, which is no failure yet, and then the new one was cut off. */
    @Test
    void aServerThatCutsTheLoginOffIsReadOn() {
        List<ReadResult> results = read(64, some -> {
            if (reads.get() <= 2) {
                throw new SQLException("The connection attempt failed.", "08001", new EOFException());
            }
            return sound(some);
        });
        assertThat(results).hasSize(64).allMatch(ReadResult.Read.class::isInstance);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aConnectionThatIsAlwaysLostIsNotTriedForEver() {
        assertThat(failed(read(2000, id -> true, "08006"), FailureKind.TRANSIENT))
                .hasSize(2000);
        assertThat(reads.get()).isLessThan(30);
    }

    @Test
    void patienceAtItsEndFailsTheRest() {
        List<ReadResult> results = read(64, some -> {
            if (reads.get() > 1) {
                throw new TrawlException(FailureKind.THROTTLED, "no connection was free");
            }
            throw new SQLException("bad", "XX000");
        });
        assertThat(failed(results, FailureKind.THROTTLED)).hasSize(64);
        assertThat(reads.get()).isEqualTo(2);
    }

    @Test
    void aStopIsThrown() {
        assertThatThrownBy(() -> read(64, some -> {
                    throw new SourceStoppedException(null);
                }))
                .isInstanceOf(SourceStoppedException.class);
        assertThat(reads.get()).isEqualTo(1);
    }
}
