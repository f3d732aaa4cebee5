package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Descriptors;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.ReceivedStatement;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.Warehouse;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SemanticView;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Stage;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Databases, schemas and what is in them, page by page. */
@Timeout(120)
class ListingTest {

    private static final String STRANGE = "a.b \"c\" 'd' 100%_\\ é漢🦊";

    private SnowflakeServer server;

    private void start(Database... databases) {
        start(SnowflakeModel.of(databases));
    }

    private void start(SnowflakeModel model) {
        server = SnowflakeServer.builder().model(model).start();
    }

    @AfterEach
    void nothingWasRefusedAndNoWarehouseUsed() {
        assertThat(server.refused()).isEmpty();
        assertThat(server.warehouse("COMPUTE_WH").statements()).isZero();
        server.close();
    }

    private static List<String> databases(DiscoverableSource source) {
        return source.discoverHierarchy().databases().stream()
                .map(Hierarchy.Database::name)
                .toList();
    }

    private static List<EntityDescriptor> list(DiscoverableSource source, EntityType type, String schema) {
        List<EntityDescriptor> found = new ArrayList<>();
        Listing listing = source.discoverEntities(type, new Scope("D", List.of(schema)), found::add);
        assertThat(listing.failures()).isEmpty();
        assertThat(listing.complete()).containsExactly(schema);
        return found;
    }

    private static Map<String, String> kinds(List<EntityDescriptor> descriptors) {
        Map<String, String> kinds = new LinkedHashMap<>();
        descriptors.forEach(each -> kinds.put(each.name(), each.metadata().get(Descriptors.KIND)));
        assertThat(kinds).hasSameSizeAs(descriptors);
        return kinds;
    }

    private static Table of(String name, TableKind kind) {
        return Table.builder(name, kind).build();
    }

    private static Schema everyKind() {
        return Schema.builder("S")
                .tables(
                        of("REGULAR", TableKind.REGULAR),
                        of("TRANSIENT", TableKind.TRANSIENT),
                        of("TEMPORARY", TableKind.TEMPORARY),
                        of("EXTERNAL", TableKind.EXTERNAL),
                        of("DYNAMIC", TableKind.DYNAMIC),
                        of("ICEBERG", TableKind.ICEBERG),
                        of("HYBRID", TableKind.HYBRID),
                        of("EVENT", TableKind.EVENT),
                        of("VIEW", TableKind.VIEW),
                        Table.builder("SECURE", TableKind.VIEW).secure().build(),
                        Table.builder("TWICE", TableKind.VIEW).listedTwice().build(),
                        of("MATERIALIZED", TableKind.MATERIALIZED_VIEW))
                .streams(new Stream("STREAM", "D.S.REGULAR", "Table", "DEFAULT", null, "SYSADMIN"))
                .stages(new Stage("STAGE", "s3://b/", "AWS", null, "SYSADMIN"))
                .semanticViews(new SemanticView("SEMANTIC", List.of(), "", null, "SYSADMIN"))
                .build();
    }

    @Test
    void everyKindIsListedOnce() {
        start(Database.of("D", everyKind()));
        try (DiscoverableSource source =
                TestSource.open(server, "includeStreams", true, "includeStages", true, "includeSemanticViews", true)) {
            assertThat(kinds(list(source, EntityType.TABLE, "S")))
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("REGULAR", "Regular"),
                            Map.entry("TRANSIENT", "Transient"),
                            Map.entry("EXTERNAL", "External"),
                            Map.entry("DYNAMIC", "Dynamic"),
                            Map.entry("ICEBERG", "Iceberg"),
                            Map.entry("HYBRID", "Regular"),
                            Map.entry("EVENT", "Regular"),
                            Map.entry("VIEW", "View"),
                            Map.entry("SECURE", "SecureView"),
                            Map.entry("TWICE", "View"),
                            Map.entry("MATERIALIZED", "MaterializedView"),
                            Map.entry("STREAM", "Stream"),
                            Map.entry("STAGE", "Stage"),
                            Map.entry("SEMANTIC", "SemanticView")));
        }
    }

    @Test
    void whatTheWorkflowLeavesOutIsNotAskedFor() {
        start(Database.of("D", everyKind()));
        try (DiscoverableSource source = TestSource.open(server, "includeTransientTables", false)) {
            assertThat(kinds(list(source, EntityType.TABLE, "S")))
                    .containsOnlyKeys(
                            "REGULAR",
                            "EXTERNAL",
                            "DYNAMIC",
                            "ICEBERG",
                            "HYBRID",
                            "EVENT",
                            "VIEW",
                            "SECURE",
                            "TWICE",
                            "MATERIALIZED");
            assertThat(server.statementsByKind()).containsOnlyKeys("SHOW TABLES", "SHOW VIEWS");
            String id = Sources.SERVICE + ".D.S.TRANSIENT";
            assertThat(source.stillPresent(EntityType.TABLE, "D", "S", Set.of(id, Sources.SERVICE + ".D.S.NONE")))
                    .containsExactly(id);
        }
        server.forgetStatements();
        try (DiscoverableSource source = Sources.open(
                TestSource.connection(server),
                Sources.including("includeTags", false, "includeTables", false, "includeStoredProcedures", false),
                2)) {
            assertThat(kinds(list(source, EntityType.TABLE, "S")))
                    .containsOnlyKeys("VIEW", "SECURE", "TWICE", "MATERIALIZED");
        }
        assertThat(server.statementsByKind()).containsOnlyKeys("SHOW VIEWS");
    }

    @Test
    void aSchemaOfMoreThan10000TablesIsListedPageByPage() {
        start(Database.of("D", TestSource.schema("S", 12_345)));
        try (DiscoverableSource source = TestSource.open(server)) {
            assertThat(kinds(list(source, EntityType.TABLE, "S")).keySet())
                    .hasSize(12_345)
                    .isSubsetOf(IntStream.range(0, 12_345)
                            .mapToObj(number -> String.format("T%06d", number))
                            .toList());
        }
        assertThat(server.statementsByKind()).isEqualTo(Map.of("SHOW TABLES", 3L, "SHOW VIEWS", 1L));
    }

    @Test
    void aPageMayEndWithTheLastTable() {
        start(Database.of("D", TestSource.schema("S", 5_000)));
        try (DiscoverableSource source = TestSource.open(server)) {
            assertThat(list(source, EntityType.TABLE, "S")).hasSize(5_000);
        }
        assertThat(server.statementsByKind()).isEqualTo(Map.of("SHOW TABLES", 2L, "SHOW VIEWS", 1L));
    }

    @Test
    void strangeNamesAreQuoted() {
        Schema schema = Schema.builder(STRANGE)
                .tables(TestSource.table(STRANGE), TestSource.table(" "), TestSource.table("lower"))
                .procedures(Routine.of(STRANGE, "NUMBER", "1", Routine.argument("A", "VARCHAR")))
                .build();
        start(Database.of(STRANGE, schema));
        try (DiscoverableSource source = TestSource.open(server)) {
            assertThat(databases(source)).containsExactly(STRANGE);
            assertThat(Sources.listAll(source, EntityType.TABLE))
                    .extracting(EntityDescriptor::name)
                    .containsExactlyInAnyOrder(STRANGE, " ", "lower");
            assertThat(Sources.listAll(source, EntityType.STORED_PROCEDURE))
                    .extracting(EntityDescriptor::name)
                    .containsExactly(STRANGE);
        }
    }

    @Test
    void moreThan10000DatabasesAndSchemasAreListed() {
        List<Schema> schemas = IntStream.range(0, 10_001)
                .mapToObj(number -> Schema.builder("S" + number).build())
                .toList();
        start(Database.of("D", schemas));
        try (DiscoverableSource source = TestSource.open(server, "database", "D")) {
            assertThat(source.discoverHierarchy().databases().get(0).schemas()).hasSize(10_001);
        }
        assertThat(server.statementsByKind()).isEqualTo(Map.of("SHOW DATABASES", 1L, "SHOW SCHEMAS", 2L));
    }

    @Test
    void everyDatabaseIsReadOrTheOneThatIsNamed() {
        start(SnowflakeModel.of(
                        Database.of("SALES", Schema.builder("PUBLIC").build()).comment("What we sell"),
                        Database.of("sales", Schema.builder("PUBLIC").build()),
                        Database.of("Mixed", Schema.builder("PUBLIC").build()),
                        Database.of("HIDDEN").onlyFor("OTHER"))
                .accountUsageFor("INGESTION"));
        try (DiscoverableSource source = TestSource.open(server)) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(hierarchy.databases())
                    .extracting(Hierarchy.Database::name)
                    .containsExactlyInAnyOrder("Mixed", "SALES", "sales");
            assertThat(hierarchy.databasesListedCompletely()).isTrue();
            assertThat(hierarchy.databases().get(1).description()).isEqualTo("What we sell");
            assertThat(hierarchy.databases().get(0).schemas())
                    .extracting(Hierarchy.Schema::name)
                    .containsExactly("PUBLIC");
        }
        for (Map.Entry<String, String> each : Map.of(
                        "sales", "sales", "SALES", "SALES", "Sales", "SALES", "Mixed", "Mixed")
                .entrySet()) {
            try (DiscoverableSource source = TestSource.open(server, "database", each.getKey())) {
                assertThat(databases(source)).as(each.getKey()).containsExactly(each.getValue());
            }
        }
        try (DiscoverableSource source = TestSource.open(server, "database", "mixed")) {
            Assertions.assertThatThrownBy(source::discoverHierarchy)
                    .isInstanceOf(TrawlException.class)
                    .hasMessage("source.serviceConnection.config.database: 'mixed' does not exist, or the role may not"
                            + " use it");
        }
    }

    @Test
    void overloadsAreNamedByTheirArguments() {
        start(Database.of(
                "D",
                Schema.builder("S")
                        .procedures(
                                Routine.of("ALONE", "NUMBER", "1", Routine.argument("A", "NUMBER")),
                                Routine.of("MANY", "NUMBER", "1"),
                                Routine.of("MANY", "NUMBER", "1", Routine.argument("A", "NUMBER")),
                                Routine.of("BOTH", "NUMBER", "1", Routine.argument("A", "VECTOR(FLOAT, 16)")))
                        .functions(
                                Routine.of(
                                        "MANY",
                                        "NUMBER",
                                        "1",
                                        Routine.argument("A", "NUMBER"),
                                        new Routine.Argument("B", "VARCHAR", true)),
                                Routine.of("BOTH", "NUMBER", "1", Routine.argument("B", "VECTOR(FLOAT, 16)")))
                        .build()));
        try (DiscoverableSource source = TestSource.open(server)) {
            String schema = Sources.SERVICE + ".D.S.";
            assertThat(list(source, EntityType.STORED_PROCEDURE, "S"))
                    .extracting(EntityDescriptor::id, each -> each.metadata().get(Descriptors.KIND))
                    .containsExactlyInAnyOrder(
                            Assertions.tuple(schema + "ALONE", "StoredProcedure"),
                            Assertions.tuple(schema + "MANY()", "StoredProcedure"),
                            Assertions.tuple(schema + "MANY(NUMBER)", "StoredProcedure"),
                            Assertions.tuple(schema + "MANY(NUMBER, VARCHAR)", "UDF"),
                            Assertions.tuple(schema + "BOTH(VECTOR(FLOAT, 16))", "StoredProcedure"),
                            Assertions.tuple(schema + "BOTH(function VECTOR(FLOAT, 16))", "UDF"));
        }
        assertThat(server.statementsByKind()).isEqualTo(Map.of("SHOW USER PROCEDURES", 1L, "SHOW USER FUNCTIONS", 1L));
    }

    @Test
    void aSchemaThatMayNotBeUsedAloneIsIncomplete() {
        start(Database.of(
                "D",
                TestSource.schema("A", 3),
                Schema.builder("B").onlyFor("OTHER").build(),
                TestSource.schema("C", 3)));
        try (DiscoverableSource source = TestSource.open(server)) {
            List<EntityDescriptor> found = new ArrayList<>();
            Listing listing =
                    source.discoverEntities(EntityType.TABLE, new Scope("D", List.of("A", "B", "C")), found::add);
            assertThat(found).hasSize(6);
            assertThat(listing.complete()).containsExactlyInAnyOrder("A", "C");
            assertThat(listing.failures()).containsOnlyKeys("B");
            assertThat(listing.failures().get("B").kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(listing.failures().get("B").message())
                    .isEqualTo(
                            "source snowflake at 127.0.0.1:" + server.port() + "/D: schema 'B': SQL compilation error:"
                                    + " Object does not exist, or operation cannot be performed.");
        }
        assertThat(server.statements().stream().filter(each -> each.sql().contains("\"B\"")))
                .hasSize(1);
    }

    @Test
    void aListingOutlastsWhatPasses() {
        start(Database.of("D", TestSource.schema("S", 7_000)));
        try (DiscoverableSource source = TestSource.open(server)) {
            for (Fault fault : List.of(
                    Fault.http(503),
                    Fault.cut(),
                    Fault.sessionGone(),
                    Fault.tokenExpired(),
                    Fault.masterExpired(),
                    Fault.killed())) {
                server.plan(sql -> sql.contains("FROM 'T004999'"), 1, fault);
                assertThat(list(source, EntityType.TABLE, "S"))
                        .as(fault.toString())
                        .hasSize(7_000);
            }
        }
        assertThat(server.renewals()).isEqualTo(1);
    }

    @Test
    void statementsCarryTheRunUnlessATagIsConfigured() {
        start(Database.of("D", TestSource.schema("S", 1)));
        try (DiscoverableSource source = TestSource.open(server)) {
            source.discoverHierarchy();
            source.setRun("run-1");
            list(source, EntityType.TABLE, "S");
            source.setRun("run-2");
            list(source, EntityType.TABLE, "S");
            assertThat(source.usage().orElseThrow().statements()).isEqualTo(8);
        }
        assertThat(server.statements().stream()
                        .filter(each -> each.kind().startsWith("SHOW"))
                        .map(ReceivedStatement::tag))
                .containsExactly("trawl", "trawl", "trawl run-1", "trawl run-1", "trawl run-2", "trawl run-2");
        server.forgetStatements();
        try (DiscoverableSource source = TestSource.open(server, "queryTag", "it's ours")) {
            source.setRun("run-1");
            list(source, EntityType.TABLE, "S");
        }
        assertThat(server.statements()).extracting(ReceivedStatement::tag).containsOnly("it's ours");
    }

    @Test
    void aListingNeedsNoWarehouse() {
        start(Database.of("D", TestSource.schema("S", 1)));
        server.warehouse("COMPUTE_WH").set(Warehouse.State.SUSPENDED);
        try (DiscoverableSource source = TestSource.open(server, "warehouse", "NO_SUCH_WH")) {
            assertThat(Sources.listAll(source, EntityType.TABLE)).hasSize(1);
        }
    }
}
