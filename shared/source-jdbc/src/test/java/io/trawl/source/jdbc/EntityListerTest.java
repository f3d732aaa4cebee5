package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.kit.DatabaseAccess;
import io.trawl.source.kit.EntityLister;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Messages;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.SessionPool;
import io.trawl.source.kit.Traits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a page cannot be read, the others are, and what is missing is said. */
class EntityListerTest {

    private static final int ENTITIES = 1000;
    private static final Scope SCOPE = new Scope("db", List.of("good", "bad"));
    private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO);

    private final List<String> found = new ArrayList<>();
    private int reads;

    private static EntityDescriptor entity(int number) {
        return new EntityDescriptor("t" + number, EntityType.TABLE, Map.of(), 1);
    }

    /**
     * Entities with numbers for names.
     *
     * @param failure the state of what reading an entity fails with; null if it does not
     * @param damaged how one is read that fails
     */
    private Page page(ListRequest request, IntFunction<String> failure, IntFunction<Page> damaged) throws SQLException {
        int first = request.after() == null ? 0 : Integer.parseInt(request.after());
        if (request.damaged()) {
            Page page = damaged.apply(first);
            if (page == null) {
                throw new SQLException("damaged beyond repair", "XX001");
            }
            return page;
        }
        reads++;
        int end = Math.min(first + request.limit(), ENTITIES);
        for (int i = first; i < end; i++) {
            if (failure.apply(i) != null) {
                throw new SQLException("entity " + i, failure.apply(i));
            }
        }
        return new Page(
                IntStream.range(first, end).mapToObj(EntityListerTest::entity).toList(),
                end == ENTITIES ? null : String.valueOf(end));
    }

    private Listing list(IntFunction<String> failure, IntFunction<Page> damaged) {
        try (SessionPool<Connection> pool = new SessionPool<>(
                new FakeServer(1),
                new LocalConnectionBudget(1),
                SessionPool.BACKOFF,
                Duration.ofSeconds(30),
                Clock.systemUTC(),
                new SplittableRandom(1))) {
            Messages messages = new Messages("some", "h:1", JdbcSessions.SQL_STATES, Throwable::getMessage);
            Traits small = Traits.byDatabase().withLargestPage(400);
            return new EntityLister<>(
                            new DatabaseAccess<>(pool, messages, ONCE, null),
                            (session, request) -> page(request, failure, damaged),
                            small)
                    .list(EntityType.TABLE, SCOPE, each -> found.add(each.id()));
        }
    }

    private static Page escaped(int number) {
        String next = number + 1 == ENTITIES ? null : String.valueOf(number + 1);
        return new Page(List.of(entity(number)), next);
    }

    @Test
    void anEntityThatCannotBeListedIsSteppedOver() {
        Listing listing = list(number -> number % 300 == 7 ? "22021" : null, EntityListerTest::escaped);
        assertThat(listing.failures()).isEmpty();
        assertThat(found).hasSize(ENTITIES).doesNotHaveDuplicates();
        // Four of them: halves until each is alone, more than once where pages grow too soon, and pages that grow
        // again.
        assertThat(reads).isLessThan(4 * 25);
    }

    @Test
    void whatThePageSaysOfASchemaIsNotForgotten() {
        Failure unreadable = new Failure(FailureKind.INVALID, "the table with oid 7 has no name");
        Listing listing = list(
                number -> number == 7 ? "22021" : null, number -> new Page(List.of(), "8", Map.of("bad", unreadable)));
        assertThat(listing.complete()).containsExactly("good");
        assertThat(listing.failures().get("bad").message())
                .isEqualTo("source some at h:1/db: the table with oid 7 has no name");
        assertThat(found).hasSize(ENTITIES - 1);
    }

    @Test
    void whereNothingCanBeSteppedOverEverySchemaIsIncomplete() {
        Listing listing = list(number -> number == 500 ? "XX001" : null, number -> null);
        assertThat(listing.complete()).isEmpty();
        assertThat(listing.failures().values())
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.INVALID));
        assertThat(found).hasSize(500);
    }

    @Test
    void anEntityThatCostsTheConnectionIsLookedForAndNotForEver() {
        Listing listing = list(number -> number == 500 ? "08006" : null, EntityListerTest::escaped);
        assertThat(listing.complete()).isEmpty();
        assertThat(found).hasSize(500);
        assertThat(reads).isLessThan(30);
    }

    @Test
    void aFailureThatIsAboutTheServerHalvesNothing() {
        Listing listing = list(number -> number >= 400 ? "40001" : null, EntityListerTest::escaped);
        assertThat(listing.complete()).isEmpty();
        assertThat(reads).isEqualTo(2);
    }
}
