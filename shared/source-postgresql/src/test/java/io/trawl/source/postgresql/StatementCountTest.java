package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.LogExtract;
import io.trawl.testkit.PostgresZoo;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.pooler.Pooler;
import io.trawl.testkit.pooler.PoolerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operations cost, counted by the server itself. */
class StatementCountTest {

    private static final int TABLES = 600;
    /** BEGIN, the settings, COMMIT. */
    private static final int TRANSACTION = 3;
    /** On each connection the first transaction asks what the session is. */
    private static final int CHECK = 1;

    @AutoClose
    private static EmbeddedDatabase server;

    private static StatementLog log;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedDatabase.start(StatementLog.settings());
        SampleWarehouse.plain(TABLES, 5, 3).fill(server, EmbeddedDatabase.DATABASE);
        server.createDatabase("other");
        PostgresZoo.install(server, "other");
        log = new StatementLog(server);
    }

    private static DiscoverableSource open(DatabaseMetadata metadata) {
        return Sources.open(TestSource.connection(server), metadata, 4);
    }

    private static List<EntityDescriptor> tables() {
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            return Sources.listAll(source, EntityType.TABLE);
        }
    }

    @Test
    void aBatchOfAnySizeCostsFourStatementsOnOneConnection() {
        List<EntityDescriptor> all = tables();
        assertThat(all).hasSize(TABLES);
        for (int size : new int[] {1, 500}) {
            try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
                StatementLog.Mark before = log.mark();
                assertThat(Sources.read(source, all.subList(0, size)))
                        .hasSize(size)
                        .allMatch(ReadResult.Read.class::isInstance);
                LogExtract cost = log.since(before);
                assertThat(cost.statements("trawl")).as("batch of %d", size).hasSize(4 + TRANSACTION + CHECK);
                assertThat(cost.connections("trawl")).isEqualTo(1);
            }
        }
    }

    @Test
    void aTransactionIsOneRoundTripTheFirstAndThoseThatArePreparedIncluded() {
        List<EntityDescriptor> all = tables();
        try (Pooler counter = Pooler.start(server, PoolerConfig.SESSION);
                DiscoverableSource source = Sources.open(
                        TestSource.connection(
                                counter.hostPort(), EmbeddedDatabase.USERNAME, null, EmbeddedDatabase.DATABASE),
                        Sources.everything(),
                        1)) {
            for (int i = 1; i <= 20; i++) {
                assertThat(Sources.read(source, all.subList(i, i + 200))).allMatch(ReadResult.Read.class::isInstance);
                assertThat(counter.roundTrips()).isEqualTo(i);
            }
            source.discoverHierarchy();
            assertThat(counter.roundTrips()).isEqualTo(20 + 3);
        }
    }

    @Test
    void manyBatchesShareAConnection() {
        List<EntityDescriptor> all = tables();
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            StatementLog.Mark before = log.mark();
            for (int i = 0; i < 10; i++) {
                Sources.read(source, all.subList(i * 10, i * 10 + 10));
            }
            LogExtract cost = log.since(before);
            assertThat(cost.statements("trawl")).hasSize(10 * (4 + TRANSACTION) + CHECK);
            assertThat(cost.connections("trawl")).isEqualTo(1);
        }
    }

    @Test
    void definitionsCostOneStatementMore() {
        List<EntityDescriptor> all = tables();
        try (DiscoverableSource source = open(Sources.everything())) {
            StatementLog.Mark before = log.mark();
            Sources.read(source, all.subList(0, 100));
            assertThat(log.since(before).statements("trawl")).hasSize(5 + TRANSACTION + CHECK);
        }
    }

    @Test
    void proceduresOfAnyNumberCostOneStatement() {
        try (DiscoverableSource source = TestSource.open(TestSource.connection(server, "other"))) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            for (List<EntityDescriptor> batch : List.of(all.subList(0, 1), all)) {
                StatementLog.Mark before = log.mark();
                assertThat(Sources.read(source, batch)).hasSize(batch.size());
                assertThat(log.since(before).statements("trawl")).hasSize(1 + TRANSACTION);
            }
        }
    }

    @Test
    void theHierarchyCostsThreeStatementsAndEachFurtherDatabaseTwo() {
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            StatementLog.Mark before = log.mark();
            source.discoverHierarchy();
            LogExtract cost = log.since(before);
            assertThat(cost.statements("trawl")).hasSize(3 * (1 + TRANSACTION) + CHECK);
            assertThat(cost.connections("trawl")).isEqualTo(1);
        }
        PostgresConnection all = TestSource.allDatabases(TestSource.connection(server));
        try (DiscoverableSource source = TestSource.open(all)) {
            StatementLog.Mark before = log.mark();
            assertThat(source.discoverHierarchy().databases()).hasSize(2);
            LogExtract cost = log.since(before);
            assertThat(cost.statements("trawl")).hasSize(5 * (1 + TRANSACTION) + 2 * CHECK);
            assertThat(cost.connections("trawl")).isEqualTo(2);
        }
    }

    @Test
    void aPageOfTheListingCostsOneStatementHoweverManySchemas() {
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            StatementLog.Mark before = log.mark();
            List<EntityDescriptor> found = new ArrayList<>();
            Scope scope = new Scope(EmbeddedDatabase.DATABASE, List.of("plain_000", "plain_001", "plain_002"));
            assertThat(source.discoverEntities(EntityType.TABLE, scope, found::add)
                            .complete())
                    .isEqualTo(Set.copyOf(scope.schemas()));
            assertThat(found).hasSize(TABLES);
            assertThat(log.since(before).statements("trawl")).hasSize(1 + TRANSACTION + CHECK);
        }
    }
}
