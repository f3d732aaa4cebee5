package io.trawl.source.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.FakeDialect.ClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas that are listed one by one, and schemas of many databases, are read in parallel, and it ends as if they were not. */
@Timeout(60)
class ParallelListingTest {

    private static final int CONNECTIONS = 4;

    private final FakeDialect dialect = new FakeDialect(Traits.bySchema().withLargestPage(3));
    private final ConnectionBudget budget = new LocalConnectionBudget(CONNECTIONS);
    private final Map<String, List<String>> found = new LinkedHashMap<>();
    private final Set<Thread> askers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private DialectSource<String> source(FakeDialect some) {
        return some.source(budget, null);
    }

    private static Scope scope(int schemas) {
        return new Scope("a", IntStream.range(0, schemas).mapToObj(i -> "s" + i).toList());
    }

    private Listing list(int schemas, Consumer<EntityDescriptor> consumer) {
        try (DialectSource<String> source = source(dialect)) {
            return source.discoverEntities(EntityType.TABLE, scope(schemas), consumer);
        }
    }

    private void take(EntityDescriptor descriptor) {
        found.computeIfAbsent(descriptor.schema(), none -> new ArrayList<>()).add(descriptor.id());
    }

    /** Counts the requests that are under way together. */
    private <T> FakeDialect.Server<T> counted(FakeDialect.Server<T> server) {
        return request -> {
            askers.add(Thread.currentThread());
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                server.request(request);
            } finally {
                atOnce.decrementAndGet();
            }
        };
    }

    /** No request is answered before so many are under way. */
    private <T> FakeDialect.Server<T> together(int requests) {
        CountDownLatch arrived = new CountDownLatch(requests);
        return counted(request -> {
            arrived.countDown();
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        });
    }

    /** Whatever has happened, no thread is left and every connection can be had again. */
    @AfterEach
    void nothingIsLeftBehind() throws InterruptedException {
        assertThat(askers)
                .filteredOn(thread -> thread != Thread.currentThread())
                .noneMatch(Thread::isAlive);
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            leases.add(budget.acquire(Duration.ofSeconds(10)));
        }
        assertThat(leases).doesNotContainNull();
    }

    @Test
    void asManySchemasAreListedAtATimeAsThereAreConnections() {
        dialect.page = together(CONNECTIONS);
        Thread caller = Thread.currentThread();

        Listing listing = list(9, descriptor -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            take(descriptor);
        });

        assertThat(mostAtOnce).hasValue(CONNECTIONS);
        assertThat(listing.complete()).hasSize(9);
        assertThat(found).hasSize(9);
        found.forEach((schema, ids) -> assertThat(ids)
                .containsExactlyElementsOf(IntStream.range(0, FakeDialect.TABLES)
                        .mapToObj(i -> "svc.a." + schema + ".t" + i)
                        .toList()));
    }

    @Test
    void aSlowConsumerHoldsTheListersUp() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger consumed = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        dialect.page = counted(request -> begun.incrementAndGet());

        list(20, descriptor -> {
            if (descriptor.id().matches(".*t[0369]")) { // the first of a page
                mostAhead.accumulateAndGet(begun.get() - consumed.get(), Math::max);
                if (consumed.incrementAndGet() < 10) {
                    awaitUntil(() -> begun.get() >= consumed.get() + CONNECTIONS + 1);
                }
            }
        });

        assertThat(consumed).hasValue(20 * 4);
        assertThat(mostAhead.get()).isBetween(CONNECTIONS, CONNECTIONS + 2);
    }

    private static void awaitUntil(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aSchemaThatCannotBeListedIsIncompleteAlone() {
        dialect.brokenSchema = "s5";
        dialect.page = counted(request -> {});

        Listing listing = list(9, this::take);

        assertThat(listing.failures()).containsOnlyKeys("s5");
        assertThat(listing.complete()).hasSize(8);
        assertThat(found).hasSize(8).doesNotContainKey("s5");
    }

    @Test
    void aStoppedSourceEndsItAtOnce() {
        DialectSource<String> source = source(dialect);
        AtomicInteger pages = new AtomicInteger();
        dialect.page = counted(request -> {
            if (pages.incrementAndGet() == 6) {
                source.stop();
            }
        });
        try (source) {
            assertThatThrownBy(() -> source.discoverEntities(EntityType.TABLE, scope(50), this::take))
                    .isInstanceOf(SourceStoppedException.class);
        }
        assertThat(pages).hasValueLessThanOrEqualTo(6 + CONNECTIONS);
    }

    @Test
    void whatTheConsumerThrowsEndsItAndTheSourceIsAsGoodAsBefore() {
        IllegalStateException full = new IllegalStateException("the ledger takes nothing");
        dialect.page = counted(request -> {});
        try (DialectSource<String> source = source(dialect)) {
            assertThatThrownBy(() -> source.discoverEntities(EntityType.TABLE, scope(50), descriptor -> {
                        throw full;
                    }))
                    .isSameAs(full);
            assertThat(dialect.requests).hasSizeLessThanOrEqualTo(CONNECTIONS + 3);
            assertThat(source.discoverEntities(EntityType.TABLE, scope(9), this::take)
                            .complete())
                    .hasSize(9);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAPage() {
        Thread caller = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        dialect.page = counted(request -> {
            caller.interrupt();
            interrupted.await(); // until its own thread is interrupted
        });

        assertThatThrownBy(() -> list(9, this::take))
                .isInstanceOf(TrawlException.class)
                .hasMessage("interrupted while listing");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSourceThatListsByDatabaseIsAskedByTheCallingThread() {
        FakeDialect byDatabase = new FakeDialect(Traits.byDatabase());
        byDatabase.page = counted(request -> {});
        byDatabase.schemasOf = counted(request -> {});
        try (DialectSource<String> source = source(byDatabase)) {
            source.discoverHierarchy();
            source.discoverEntities(EntityType.TABLE, scope(9), this::take);
        }
        assertThat(askers).containsExactly(Thread.currentThread());
        assertThat(byDatabase.requests).hasSize(1);
    }

    @Test
    void tenThousandEntitiesKeepEveryConnectionBusy() {
        int schemas = 50;
        FakeDialect large = new FakeDialect(Traits.bySchema().withLargestPage(100));
        large.tables = 200;
        large.page = counted(request -> Thread.sleep(20));
        AtomicInteger entities = new AtomicInteger();
        try (DialectSource<String> source = source(large)) {
            Listing listing =
                    source.discoverEntities(EntityType.TABLE, scope(schemas), each -> entities.incrementAndGet());
            assertThat(listing.complete()).hasSize(schemas);
        }
        assertThat(entities).hasValue(schemas * 200);
        assertThat(large.requests).hasSize(schemas * 2);
        assertThat(mostAtOnce).hasValue(CONNECTIONS);
        assertThat(large.opened).hasSize(CONNECTIONS);
    }

    @Test
    void schemasOfManyDatabasesAreReadTogetherWhereOneSessionServesAll() {
        dialect.schemasOf = together(3);
        dialect.unreadable = Map.of();
        try (DialectSource<String> source = source(dialect)) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(hierarchy.databases())
                    .extracting(Hierarchy.Database::name)
                    .containsExactly("a", "b", "c");
            assertThat(hierarchy.databases()).allSatisfy(database -> assertThat(database.schemas())
                    .extracting(Schema::name)
                    .containsExactly("one", "two"));
        }
        assertThat(mostAtOnce).hasValue(3);
    }

    @Test
    void aDatabaseWhoseSchemasCannotBeReadFailsAloneAndAStopIsNoFailure() {
        dialect.schemasOf = counted(database -> {
            if (database.equals("b")) {
                throw new ClientException(FailureKind.PERMISSION, "access denied");
            }
        });
        try (DialectSource<String> source = source(dialect)) {
            assertThat(source.discoverHierarchy().databases())
                    .filteredOn(database -> database.failure() != null)
                    .extracting(Hierarchy.Database::name)
                    .containsExactly("b");
            dialect.schemasOf = counted(database -> source.stop());
            assertThatThrownBy(source::discoverHierarchy).isInstanceOf(SourceStoppedException.class);
        }
    }
}
