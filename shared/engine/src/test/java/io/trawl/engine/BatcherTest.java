package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatcherTest {

    private static final Function<List<EntityDescriptor>, Map<String, Integer>> NO_COSTS = window -> Map.of();

    private final List<List<EntityDescriptor>> batches = new ArrayList<>();

    @Test
    void nothingMakesNoBatch() {
        batcher(4, OptionalInt.empty()).flush();

        assertThat(batches).isEmpty();
    }

    @Test
    void aLargeEntityGoesFirstAndAlone() {
        Batcher batcher = batcher(2, OptionalInt.empty());
        IntStream.range(0, 100).forEach(i -> batcher.add(entity(i, 17)));
        batcher.add(entity(100, 5_000));
        batcher.flush();

        assertThat(batches.get(0)).extracting(EntityDescriptor::priority).containsExactly(5_000);
        assertThat(entities()).isEqualTo(101);
    }

    @ParameterizedTest
    @CsvSource({"10000, 10, 80, 90", "100, 10, 5, 10", "1, 10, 1, 1", "35000, 1, 90, 140"})
    void smallEntitiesRideTogetherAndEveryWorkerGetsAFewBatches(int count, int workers, int atLeast, int atMost) {
        Batcher batcher = batcher(workers, OptionalInt.empty());
        IntStream.range(0, count).forEach(i -> batcher.add(entity(i, 17)));
        batcher.flush();

        assertThat(batches).hasSizeBetween(atLeast, atMost);
        assertThat(entities()).isEqualTo(count);
    }

    @Test
    void aFixedSizeIsKept() {
        Batcher batcher = batcher(4, OptionalInt.of(3));
        IntStream.range(0, 10).forEach(i -> batcher.add(entity(i, 1 + i * 1_000)));
        batcher.flush();

        assertThat(batches).extracting(List::size).containsExactly(3, 3, 3, 1);
    }

    @Test
    void aFullWindowIsHandedOverBeforeTheListingEnds() {
        Batcher batcher = batcher(4, OptionalInt.empty());
        IntStream.range(0, Batcher.FIRST_WINDOW).forEach(i -> batcher.add(entity(i, 17)));
        assertThat(entities()).isEqualTo(Batcher.FIRST_WINDOW);

        IntStream.range(0, Batcher.WINDOW).forEach(i -> batcher.add(entity(i, 17)));
        assertThat(entities()).isEqualTo(Batcher.FIRST_WINDOW + Batcher.WINDOW);
    }

    @Test
    void whatTookLongLastTimeGoesFirstAndAlone() {
        Batcher batcher = new Batcher(
                2,
                OptionalInt.empty(),
                Integer.MAX_VALUE,
                false,
                window -> Map.of("s.d.x.t7", 9_000, "s.d.x.t8", 1),
                batches::addAll);
        IntStream.range(0, 100).forEach(i -> batcher.add(entity(i, 17)));
        batcher.flush();

        assertThat(batches.get(0)).extracting(EntityDescriptor::id).containsExactly("s.d.x.t7");
        List<EntityDescriptor> last = batches.get(batches.size() - 1);
        assertThat(last.get(last.size() - 1).id()).isEqualTo("s.d.x.t8");
        assertThat(entities()).isEqualTo(100);
    }

    @Test
    void batchIsNoLargerThanAnEventMayBe() {
        Batcher batcher = new Batcher(2, OptionalInt.of(1_000), 1_000, false, NO_COSTS, batches::addAll);
        IntStream.range(0, 100).forEach(i -> batcher.add(entity(i, 17)));
        batcher.flush();

        assertThat(entities()).isEqualTo(100);
        assertThat(batches).hasSizeGreaterThan(5).allSatisfy(batch -> assertThat(
                        batch.stream().mapToInt(EntityDescriptor::sizeAsJson).sum())
                .isLessThanOrEqualTo(1_000));
    }

    @Test
    void schemasStayTogetherWhereTheSourceReadsBySchema() {
        Batcher batcher = bySchema(4, OptionalInt.empty());
        IntStream.range(0, 900).forEach(i -> batcher.add(entity("s" + i % 30, i, 5 + i * 37 % 60)));
        batcher.flush();

        assertThat(entities()).isEqualTo(900);
        assertThat(schemasOfBatches()).isEqualTo(30);
        assertThat(batches).hasSizeBetween(4 * 3, 30);
        assertThat(batches).extracting(BatcherTest::cost).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void aSchemaThatCostsMoreThanABatchMayIsDividedSoThatEveryWorkerHasWork() {
        Batcher batcher = bySchema(4, OptionalInt.empty());
        IntStream.range(0, 900).forEach(i -> batcher.add(entity("large", i, 17)));
        IntStream.range(0, 10).forEach(i -> batcher.add(entity("small", i, 17)));
        batcher.flush();

        assertThat(entities()).isEqualTo(910);
        assertThat(batches).hasSizeBetween(16, 18);
        long highest = batches.stream().mapToLong(BatcherTest::cost).max().orElseThrow();
        assertThat(highest).isLessThanOrEqualTo(910 * 17 / 16 * 9 / 8);
    }

    @Test
    void aFixedSizeIsKeptWhereTheSourceReadsBySchema() {
        Batcher batcher = bySchema(4, OptionalInt.of(5));
        int[] sizes = {2, 2, 2, 7};
        for (int schema = 0; schema < sizes.length; schema++) {
            for (int i = 0; i < sizes[schema]; i++) {
                batcher.add(entity("s" + schema, i, 1));
            }
        }
        batcher.flush();

        assertThat(batches).extracting(List::size).containsExactly(5, 4, 2, 2);
        assertThat(schemasOfBatches()).isEqualTo(5);
    }

    private static long cost(List<EntityDescriptor> batch) {
        return batch.stream().mapToLong(EntityDescriptor::priority).sum();
    }

    private Batcher batcher(int workers, OptionalInt entitiesPerBatch) {
        return new Batcher(workers, entitiesPerBatch, Integer.MAX_VALUE, false, NO_COSTS, batches::addAll);
    }

    private Batcher bySchema(int workers, OptionalInt entitiesPerBatch) {
        return new Batcher(workers, entitiesPerBatch, Integer.MAX_VALUE, true, NO_COSTS, batches::addAll);
    }

    /** How many schemas there are in the batches, each batch for itself. */
    private long schemasOfBatches() {
        return batches.stream()
                .mapToLong(batch ->
                        batch.stream().map(EntityDescriptor::schema).distinct().count())
                .sum();
    }

    private static EntityDescriptor entity(String schema, int number, int cost) {
        String id = "s.d." + schema + ".t" + number;
        return new EntityDescriptor(id, EntityType.TABLE, Map.of(EntityDescriptor.SCHEMA, schema), cost);
    }

    private int entities() {
        return batches.stream().mapToInt(batch -> batch.size()).sum();
    }

    private static EntityDescriptor entity(int number, int cost) {
        return new EntityDescriptor("s.d.x.t" + number, EntityType.TABLE, Map.of(), cost);
    }
}
