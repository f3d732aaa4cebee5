package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import io.trawl.core.model.StoredProcedure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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

    private final AtomicInteger reads = new AtomicInteger();

    private static List<EntityDescriptor> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new EntityDescriptor("" + i, EntityType.TABLE, Map.of(), 1))
                .toList();
    }

    private List<ReadResult> read(int size, Predicate<String> bad, String state) throws SQLException {
        return BatchReader.read(
                batch(size),
                some -> {
                    reads.incrementAndGet();
                    if (some.stream().map(EntityDescriptor::id).anyMatch(bad)) {
                        throw new SQLException("bad", state);
                    }
                    return some.stream()
                            .<ReadResult>map(each -> new ReadResult.Read(each, ENTITY))
                            .toList();
                },
                SQLException::getMessage);
    }

    private static Set<String> failed(List<ReadResult> results, FailureKind kind) {
        return results.stream()
                .filter(result -> result instanceof Outcome.Failed failed && failed.kind() == kind)
                .map(result -> result.descriptor().id())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 129})
    void theBadOneIsAlone(int size) throws SQLException {
        List<ReadResult> results = read(size, id -> id.equals("" + (size - 1)), "XX000");
        assertThat(results).hasSize(size);
        assertThat(failed(results, FailureKind.BUG)).containsExactly("" + (size - 1));
        assertThat(reads.get()).isLessThanOrEqualTo(1 + 2 * (32 - Integer.numberOfLeadingZeros(size)));
    }

    @Test
    void severalBadOnes() throws SQLException {
        List<ReadResult> results = read(100, Set.of("3", "4", "77")::contains, "42501");
        assertThat(results).hasSize(100);
        assertThat(failed(results, FailureKind.PERMISSION)).containsExactlyInAnyOrder("3", "4", "77");
    }

    @Test
    void aGoodBatchIsReadOnce() throws SQLException {
        assertThat(read(500, id -> false, "XX000")).allMatch(ReadResult.Read.class::isInstance);
        assertThat(reads.get()).isEqualTo(1);
    }

    @Test
    void aStatementThatTimesOutIsHalvedButNotForever() throws SQLException {
        assertThat(failed(read(64, "9"::equals, "57014"), FailureKind.TRANSIENT))
                .containsExactly("9");
        reads.set(0);
        assertThat(failed(read(512, id -> true, "57014"), FailureKind.TRANSIENT))
                .hasSize(512);
        assertThat(reads.get()).isLessThan(30);
    }

    @Test
    void aSerializationFailureIsTheWholeBatchs() throws SQLException {
        assertThat(failed(read(64, "9"::equals, "40001"), FailureKind.TRANSIENT))
                .hasSize(64);
        assertThat(reads.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300"})
    void aLostConnectionIsThrown(String state) {
        assertThatThrownBy(() -> read(64, "9"::equals, state)).isInstanceOf(SQLException.class);
        assertThat(reads.get()).isEqualTo(1);
    }
}
