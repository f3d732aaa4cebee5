package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.LogExtract;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operations cost, counted by the server itself. */
class StatementCountTest {

    private static final int TABLES = 600;
    private static final String ZOO = "zoo";

    @AutoClose
    private static RedshiftServer server;

    private static StatementLog log;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftWarehouse.fill(server, RedshiftServer.DATABASE, TABLES, 5, 3);
        server.createDatabase(ZOO);
        RedshiftZoo.install(server, ZOO);
        log = server.statements();
    }

    private static DiscoverableSource open(String database, DatabaseMetadata metadata) {
        return TestSource.open(TestSource.connection(server, database), metadata);
    }

    private static List<EntityDescriptor> list(String database, EntityType type) {
        try (DiscoverableSource source = open(database, DatabaseMetadata.defaults())) {
            return Sources.listAll(source, type);
        }
    }

    /** What the query group executed, the setting up of sessions aside. */
    private static List<String> statements(LogExtract cost) {
        return cost.statements("trawl").stream()
                .filter(statement -> !statement.startsWith("SET "))
                .toList();
    }

    private static List<String> read(DiscoverableSource source, List<EntityDescriptor> batch) {
        StatementLog.Mark before = log.mark();
        assertThat(Sources.read(source, batch)).hasSize(batch.size());
        return statements(log.since(before));
    }

    @Test
    void aBatchOfTablesOfAnySizeCostsThreeStatementsInATransaction() {
        List<EntityDescriptor> all = list(RedshiftServer.DATABASE, EntityType.TABLE);
        assertThat(all).hasSize(TABLES);
        try (DiscoverableSource source = open(RedshiftServer.DATABASE, DatabaseMetadata.defaults())) {
            for (int size : new int[] {1, 500}) {
                List<String> statements = read(source, all.subList(0, size));
                assertThat(statements).as("batch of %d", size).hasSize(5);
                assertThat(statements.get(0)).startsWith("BEGIN");
                assertThat(statements.get(4)).isEqualTo("COMMIT");
            }
        }
    }

    @Test
    void definitionsCostOneStatementMore() {
        List<EntityDescriptor> all = list(RedshiftServer.DATABASE, EntityType.TABLE);
        try (DiscoverableSource source = open(RedshiftServer.DATABASE, Sources.everything())) {
            assertThat(read(source, all.subList(0, 100))).hasSize(6);
        }
    }

    @Test
    void manyBatchesShareAConnection() {
        List<EntityDescriptor> all = list(RedshiftServer.DATABASE, EntityType.TABLE);
        try (DiscoverableSource source = open(RedshiftServer.DATABASE, DatabaseMetadata.defaults())) {
            StatementLog.Mark before = log.mark();
            IntStream.range(0, 10).forEach(i -> Sources.read(source, all.subList(i * 10, i * 10 + 10)));
            LogExtract cost = log.since(before);
            assertThat(statements(cost)).hasSize(50);
            assertThat(cost.connections("trawl")).isEqualTo(1);
        }
    }

    @Test
    void everyOtherKindCostsAFewStatementsMore() {
        List<EntityDescriptor> all = list(ZOO, EntityType.TABLE);
        try (DiscoverableSource source = open(ZOO, DatabaseMetadata.defaults())) {
            // One for the definitions of views, one for materialized ones, two for external tables, and the first time
            // one for
            // late-binding views.
            assertThat(read(source, all)).hasSize(5 + 1 + 1 + 2 + 1).anyMatch(sql -> sql.contains("late_binding"));
            assertThat(read(source, all)).hasSize(5 + 1 + 1 + 2);
            List<EntityDescriptor> external =
                    all.stream().filter(Kind.EXTERNAL_TABLE::isOf).toList();
            assertThat(external).hasSize(3);
            assertThat(read(source, external)).hasSize(2);
            assertThat(read(source, external.subList(0, 1))).hasSize(2);
        }
    }

    @Test
    void proceduresOfAnyNumberCostOneStatementAndOneMoreForTheTypesInTheirDefinitions() {
        List<EntityDescriptor> all = list(ZOO, EntityType.STORED_PROCEDURE);
        try (DiscoverableSource source = open(ZOO, DatabaseMetadata.defaults())) {
            assertThat(read(source, all.subList(0, 1))).hasSize(1);
            assertThat(read(source, all)).hasSize(1);
        }
        try (DiscoverableSource source = open(ZOO, Sources.everything())) {
            assertThat(read(source, all)).hasSize(2);
        }
    }

    @Test
    void theHierarchyCostsThreeStatements() {
        try (DiscoverableSource source = open(RedshiftServer.DATABASE, DatabaseMetadata.defaults())) {
            StatementLog.Mark before = log.mark();
            source.discoverHierarchy();
            assertThat(statements(log.since(before))).hasSize(3);
        }
    }

    @Test
    void aListingCostsOneStatementForEachPageAndTwoForExternalSchemas() {
        try (DiscoverableSource source = open(RedshiftServer.DATABASE, DatabaseMetadata.defaults())) {
            source.discoverHierarchy(); // as in a run: it asks where the databases come from
            StatementLog.Mark before = log.mark();
            List<EntityDescriptor> found = new ArrayList<>();
            Scope scope = new Scope(RedshiftServer.DATABASE, List.of("plain_000", "plain_001", "plain_002"));
            source.discoverEntities(EntityType.TABLE, scope, found::add);
            assertThat(found).hasSize(TABLES);
            assertThat(statements(log.since(before))).hasSize(3);
        }
    }

    @Test
    void everyStatementIsInTheQueryGroup() {
        StatementLog.Mark before = log.mark();
        List<EntityDescriptor> all = list(ZOO, EntityType.TABLE);
        try (DiscoverableSource source = open(ZOO, DatabaseMetadata.defaults())) {
            assertThat(Sources.read(source, all)).anyMatch(ReadResult.Read.class::isInstance);
            assertThat(source.check()).isNotEmpty();
        }
        assertThat(log.since(before).statements(""))
                .filteredOn(sql -> sql.contains("svv_") || sql.contains("pg_class"))
                .filteredOn(sql -> !sql.contains("redshift_setup")) // the cluster's own
                .hasSameSizeAs(log.since(before).statements("trawl").stream()
                        .filter(sql -> sql.contains("svv_") || sql.contains("pg_class"))
                        .toList());
    }
}
