package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.environment.source.Sources;
import io.trawl.source.jdbc.JdbcSessions;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.kit.DatabaseAccess;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.EntityLister;
import io.trawl.source.kit.SessionPool;
import io.trawl.source.kit.Traits;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.PostgresZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ListingTest {

    private static final Scope SCOPE = new Scope(EmbeddedDatabase.DATABASE, PostgresZoo.SCHEMAS);

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
    }

    /** A lister with small pages that waits only for moments between its attempts. */
    private static EntityLister<Connection> lister(String hostPort, SessionPool<Connection> pool, int page) {
        PostgresConnection connection =
                TestSource.connection(hostPort, EmbeddedDatabase.USERNAME, null, EmbeddedDatabase.DATABASE);
        RetryPolicy retries = new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1));
        return new EntityLister<>(
                new DatabaseAccess<>(
                        pool, PostgresProvider.messages(connection.address()).of("postgres"), retries, null),
                new PostgresPages(TestSource.transactions(connection), Sources.SERVICE, Sources.everything())::list,
                Traits.byDatabase().withLargestPage(page));
    }

    private static SessionPool<Connection> pool(String hostPort) {
        PostgresConnection connection =
                TestSource.connection(hostPort, EmbeddedDatabase.USERNAME, null, EmbeddedDatabase.DATABASE);
        PostgresConnector connector = TestSource.connector(connection);
        JdbcSessions sessions = new JdbcSessions() {
            @Override
            public Connection open(String database) throws SQLException {
                return connector.open(database);
            }

            @Override
            public SqlFailures failures() {
                return PostgresFailures.INSTANCE;
            }
        };
        return new SessionPool<>(
                sessions,
                new LocalConnectionBudget(1),
                SessionPool.BACKOFF,
                Duration.ofSeconds(30),
                Clock.systemUTC(),
                new SplittableRandom(1));
    }

    @Test
    void pagesOfAnySizeListTheSame() {
        Set<List<String>> answers = new java.util.HashSet<>();
        for (int page : new int[] {1, 7, 5000}) {
            try (SessionPool<Connection> pool = pool(server.hostPort())) {
                List<String> ids = new ArrayList<>();
                Listing listing = lister(server.hostPort(), pool, page)
                        .list(EntityType.TABLE, SCOPE, found -> ids.add(found.id()));
                assertThat(listing.complete()).isEqualTo(Set.copyOf(PostgresZoo.SCHEMAS));
                assertThat(ids).doesNotHaveDuplicates();
                answers.add(ids);
            }
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void aListingThatIsCutHalfWayIsIncompleteInEverySchema() {
        try (FaultProxy proxy = FaultProxy.start(server);
                SessionPool<Connection> pool = pool(proxy.hostPort())) {
            List<EntityDescriptor> found = new ArrayList<>();
            Listing listing = lister(proxy.hostPort(), pool, 10).list(EntityType.TABLE, SCOPE, each -> {
                found.add(each);
                if (found.size() == 10) {
                    proxy.refuse().cutAll();
                }
            });
            assertThat(found).hasSize(10);
            assertThat(listing.complete()).isEmpty();
            assertThat(listing.failures().keySet()).isEqualTo(Set.copyOf(PostgresZoo.SCHEMAS));
            assertThat(listing.failures().values())
                    .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
        }
    }

    @Test
    void aCutThatPassesIsNotNoticed() {
        try (FaultProxy proxy = FaultProxy.start(server);
                SessionPool<Connection> pool = pool(proxy.hostPort())) {
            List<String> ids = new ArrayList<>();
            Listing listing = lister(proxy.hostPort(), pool, 10).list(EntityType.TABLE, SCOPE, each -> {
                ids.add(each.id());
                if (ids.size() % 10 == 0) {
                    proxy.cutAll();
                }
            });
            assertThat(listing.failures()).isEmpty();
            assertThat(ids).hasSizeGreaterThan(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void anExceptionOfTheConsumerIsItsOwn() {
        try (DiscoverableSource source = TestSource.open(TestSource.connection(server))) {
            assertThatThrownBy(() -> source.discoverEntities(EntityType.TABLE, SCOPE, found -> {
                        throw new IllegalStateException("consumer");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("consumer");
        }
    }

    @Test
    void noConnectionIsHeldWhileTheConsumerIsBusy() {
        try (DiscoverableSource source = Sources.open(TestSource.connection(server), DatabaseMetadata.defaults(), 1)) {
            List<String> nested = new ArrayList<>();
            // With the only lease held this would wait forever.
            source.discoverEntities(
                    EntityType.STORED_PROCEDURE,
                    SCOPE,
                    found -> nested.add(Sources.read(source, List.of(found))
                            .get(0)
                            .descriptor()
                            .id()));
            assertThat(nested).hasSize(10);
        }
    }

    @Test
    void includeTablesAndIncludeViewsChooseTheKinds() {
        assertThat(kinds(true, false)).containsExactlyInAnyOrder("Regular", "Partitioned", "Foreign");
        assertThat(kinds(false, true)).containsExactlyInAnyOrder("View", "MaterializedView");
        try (DiscoverableSource source = open(false, false, false)) {
            assertThat(source.parallelizableEntityTypes()).isEmpty();
        }
        try (DiscoverableSource source = open(true, true, true)) {
            assertThat(source.parallelizableEntityTypes())
                    .containsExactlyInAnyOrder(EntityType.TABLE, EntityType.STORED_PROCEDURE);
        }
    }

    private static Set<String> kinds(boolean tables, boolean views) {
        try (DiscoverableSource source = open(tables, views, true)) {
            Set<String> kinds = new TreeSet<>();
            source.discoverEntities(
                    EntityType.TABLE, SCOPE, found -> kinds.add(found.metadata().get(Descriptors.KIND)));
            return kinds;
        }
    }

    private static DiscoverableSource open(boolean tables, boolean views, boolean procedures) {
        DatabaseMetadata metadata = Sources.including(
                "includeTables", tables, "includeViews", views, "includeStoredProcedures", procedures);
        return Sources.open(TestSource.connection(server), metadata, 1);
    }

    @Test
    void anEmptySchemaIsCompleteAndEmpty() {
        try (DiscoverableSource source = TestSource.open(TestSource.connection(server))) {
            Listing listing = source.discoverEntities(
                    EntityType.TABLE, new Scope(EmbeddedDatabase.DATABASE, List.of("empty")), found -> {
                        throw new AssertionError(found);
                    });
            assertThat(listing.complete()).containsExactly("empty");
        }
    }
}
