package io.trawl.source.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.FakeDialect.ClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the traits of a dialect decide, and what follows from failures that are no SQLExceptions. */
@Timeout(60)
class DialectSourceTest {

    private static final Scope SCOPE = new Scope("a", List.of("one", "two", "four"));

    private final List<String> found = new ArrayList<>();

    private static DialectSource<String> source(FakeDialect dialect, ConnectionBudget budget) {
        return dialect.source(budget, null);
    }

    private static DialectSource<String> source(FakeDialect dialect) {
        return source(dialect, new LocalConnectionBudget(2));
    }

    private Listing list(DialectSource<String> source) {
        return source.discoverEntities(EntityType.TABLE, SCOPE, each -> found.add(each.id()));
    }

    @Test
    void aListingBySchemaAsksForOneAtATimeAndABrokenOneIsIncompleteAlone() {
        FakeDialect dialect = new FakeDialect(Traits.bySchema().withLargestPage(4));
        dialect.brokenSchema = "two";
        try (DialectSource<String> source = source(dialect)) {
            Listing listing = list(source);
            assertThat(listing.complete()).containsExactlyInAnyOrder("one", "four");
            assertThat(listing.failures()).containsOnlyKeys("two");
            assertThat(listing.failures().get("two").kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(listing.failures().get("two").message()).isEqualTo("source fake at h/a: access denied");
        }
        assertThat(found).hasSize(2 * FakeDialect.TABLES).doesNotHaveDuplicates();
        assertThat(dialect.requests)
                .allSatisfy(request -> assertThat(request.schemas()).hasSize(1));
    }

    @Test
    void aListingByDatabaseLeavesEverySchemaIncomplete() {
        FakeDialect dialect = new FakeDialect(Traits.byDatabase());
        dialect.brokenSchema = "two";
        try (DialectSource<String> source = source(dialect)) {
            assertThat(list(source).failures()).containsOnlyKeys("one", "two", "four");
        }
        dialect.brokenSchema = null;
        dialect.requests.clear();
        try (DialectSource<String> source = source(dialect)) {
            assertThat(list(source).complete()).hasSize(3);
        }
        assertThat(dialect.requests).hasSize(1);
    }

    @Test
    void aPageThatLeadsToItselfEndsTheListingOfItsSchema() {
        FakeDialect dialect = new FakeDialect(Traits.bySchema().withLargestPage(4));
        dialect.endlessSchema = "two";
        try (DialectSource<String> source = source(dialect)) {
            Listing listing = list(source);
            assertThat(listing.complete()).containsExactlyInAnyOrder("one", "four");
            assertThat(listing.failures().get("two").kind()).isEqualTo(FailureKind.BUG);
        }
    }

    private static List<EntityDescriptor> batch() {
        return IntStream.range(0, 6)
                .mapToObj(number -> FakeDialect.table(number % 2 == 0 ? "one" : "two", number))
                .toList();
    }

    @Test
    void aBatchIsReadBySchemaIfTheTraitsSaySo() {
        FakeDialect bySchema = new FakeDialect(Traits.bySchema());
        assertThat(read(bySchema, batch())).hasSize(6);
        assertThat(bySchema.batches).hasSize(2).allSatisfy(each -> assertThat(
                        each.stream().map(EntityDescriptor::schema))
                .hasSize(3)
                .containsOnly(each.get(0).schema()));
        FakeDialect byDatabase = new FakeDialect(Traits.byDatabase());
        assertThat(read(byDatabase, batch())).hasSize(6);
        assertThat(byDatabase.batches).containsExactly(batch());
    }

    private static List<ReadResult> read(FakeDialect dialect, List<EntityDescriptor> batch) {
        try (DialectSource<String> source = source(dialect);
                Stream<ReadResult> results = source.processEntities(batch)) {
            return results.toList();
        }
    }

    @Test
    void noReadIsLargerThanTheLargestBatch() {
        FakeDialect dialect = new FakeDialect(
                new Traits(EntityType.PARALLELIZABLE, Traits.Unit.DATABASE, Traits.Sessions.FOR_ALL, 10, 4));
        assertThat(read(dialect, batch())).hasSize(6);
        assertThat(dialect.batches).extracting(List::size).containsExactly(4, 2);
    }

    @Test
    void anEntityThatCannotBeReadFailsAloneWhateverTheClientThrows() {
        List<EntityDescriptor> batch = IntStream.range(0, 10)
                .mapToObj(number -> FakeDialect.table("one", number))
                .toList();
        assertThat(read(new FakeDialect(Traits.bySchema()), batch))
                .filteredOn(Outcome.Failed.class::isInstance)
                .singleElement()
                .isEqualTo(new Outcome.Failed(batch.get(7), FailureKind.INVALID, "one of these cannot be read"));
    }

    @Test
    void oneSessionServesAllDatabasesOrEachHasItsOwn() {
        FakeDialect forAll = new FakeDialect(Traits.bySchema());
        try (DialectSource<String> source = source(forAll, new LocalConnectionBudget(1))) {
            source.discoverHierarchy();
        }
        assertThat(forAll.opened).containsExactly("home");
        FakeDialect each = new FakeDialect(Traits.byDatabase());
        try (DialectSource<String> source = source(each)) {
            source.discoverHierarchy();
        }
        assertThat(each.opened).containsExactly("home", "a", "b", "c");
    }

    @Test
    void whatTheDialectCannotReadOfTheHierarchyIsAFailureOfItsOwn() {
        try (DialectSource<String> source = source(new FakeDialect(Traits.bySchema()))) {
            Hierarchy hierarchy = source.discoverHierarchy();
            Set<String> failed =
                    hierarchy.failures().stream().map(HierarchyFailure::fqn).collect(Collectors.toSet());
            assertThat(failed).containsExactlyInAnyOrder("svc.a.three", "svc.b.three", "svc.c.three");
            assertThat(hierarchy.failures().get(0).message())
                    .isEqualTo("source fake at h/a: databaseSchema 'three' cannot be read: its name is no text");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"information_schema", "INFORMATION_SCHEMA"})
    void aSchemaThatEveryDatabaseHasIsNotWhatAFilterLeavesOut(String standard) {
        FakeDialect dialect = new FakeDialect(Traits.bySchema());
        dialect.unreadable = Map.of();
        dialect.schemas = List.of(new Schema(standard, null));
        FilterPattern others = new FilterPattern(List.of(), List.of("(?i)information_schema"));
        try (DialectSource<String> source = dialect.source(new LocalConnectionBudget(2), others)) {
            assertThat(source.discoverHierarchy().warnings()).isEmpty();
            dialect.schemas = List.of(new Schema("information_schemas", null));
            assertThat(source.discoverHierarchy().warnings())
                    .singleElement()
                    .asString()
                    .contains("lets no schema through");
        }
    }

    /** Counts how often it was to shrink. */
    private static final class CountingBudget implements ConnectionBudget {
        private final ConnectionBudget budget = new LocalConnectionBudget(8);
        private int throttled;

        @Override
        public CompletableFuture<Lease> request() {
            return budget.request();
        }

        @Override
        public void throttled() {
            throttled++;
            budget.throttled();
        }

        @Override
        public void succeeded() {
            budget.succeeded();
        }

        @Override
        public int limit() {
            return budget.limit();
        }
    }

    @Test
    void aRefusalForTooManyShrinksTheBudgetAndIsNoFailure() {
        FakeDialect dialect = new FakeDialect(Traits.bySchema());
        dialect.refusals.add(new ClientException(FailureKind.THROTTLED, "rateLimitExceeded"));
        CountingBudget budget = new CountingBudget();
        try (DialectSource<String> source = source(dialect, budget)) {
            Scope one = new Scope("a", List.of("one"));
            assertThat(source.discoverEntities(EntityType.TABLE, one, each -> {})
                            .failures())
                    .isEmpty();
        }
        assertThat(budget.throttled).isEqualTo(1);
        assertThat(dialect.opened).hasSize(1);
    }
}
