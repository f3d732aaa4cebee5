package io.trawl.source.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.Batcher;
import io.trawl.engine.memory.LocalConnectionBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often the statements of a schema are sent for 10,000 tables of all sizes in 50 schemas, listed in parallel. */
@Timeout(60)
class BatchesBySchemaTest {

    private static final int SCHEMAS = 50;
    private static final int TABLES = 200;
    private static final int WORKERS = 8;
    private static final long SEED = 7;

    private final FakeDialect dialect = new FakeDialect(Traits.bySchema());
    private final Random random = new Random(SEED);

    private int readsWith(boolean bySchema) {
        dialect.tables = TABLES;
        try (SessionPool<String> pool = new SessionPool<>(
                dialect,
                new LocalConnectionBudget(WORKERS),
                SessionPool.BACKOFF,
                Duration.ofSeconds(30),
                Clock.systemUTC(),
                new SplittableRandom(SEED))) {
            DatabaseAccess<String> server = new DatabaseAccess<>(
                    pool,
                    new Messages("fake", "h", dialect, dialect::describe),
                    new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO),
                    "home");
            List<List<EntityDescriptor>> batches = new ArrayList<>();
            Batcher batcher = new Batcher(
                    WORKERS, OptionalInt.empty(), Integer.MAX_VALUE, bySchema, window -> Map.of(), batches::addAll);
            List<String> schemas =
                    IntStream.range(0, SCHEMAS).mapToObj(i -> "s" + i).toList();
            new EntityLister<>(server, dialect::list, dialect.traits())
                    .list(
                            EntityType.TABLE,
                            new Scope("a", schemas),
                            each -> batcher.add(each.withPriority(5 + random.nextInt(60))));
            batcher.flush();
            dialect.batches.clear();
            EntityReader<String> reader = new EntityReader<>(server, dialect);
            for (List<EntityDescriptor> batch : batches) {
                try (Stream<ReadResult> results = reader.read(withoutDamage(batch))) {
                    assertThat(results.count()).isPositive();
                }
            }
            return dialect.batches.size();
        }
    }

    /** The fake cannot read the table t7, which would be read in halves. */
    private static List<EntityDescriptor> withoutDamage(List<EntityDescriptor> batch) {
        return batch.stream().filter(each -> !each.id().endsWith(".t7")).toList();
    }

    @Test
    void batchesOfFewSchemasNeedFewStatements() {
        assertThat(readsWith(false)).isGreaterThan(1_000); // by cost alone
        // Once, but for the schemas of the small first window, which gives every worker some batches to begin with.
        assertThat(readsWith(true)).isBetween(SCHEMAS, SCHEMAS + 4 * WORKERS);
    }
}
