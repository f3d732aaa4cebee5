package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.Warehouse;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while batches are read, through the whole source. */
@Timeout(120)
class ReadFaultTest {

    private static final DatabaseMetadata NO_TAGS = Sources.including("includeTags", false);

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private DiscoverableSource start(int tables, int informationSchemaLimit, DatabaseMetadata metadata) {
        server = SnowflakeServer.builder()
                .model(GeneratedWarehouse.oneSchema(tables, 20).accountUsageFor("INGESTION"))
                .informationSchemaLimit(informationSchemaLimit)
                .start();
        return Reading.open(server, metadata);
    }

    private static void assertAllRead(List<ReadResult> results, List<EntityDescriptor> batch) {
        assertThat(results).hasSameSizeAs(batch);
        assertThat(results)
                .filteredOn(result -> !(result instanceof ReadResult.Read))
                .isEmpty();
    }

    @Test
    void tooMuchDataIsReadInHalves() {
        try (DiscoverableSource source = start(1_300, 1_000, NO_TAGS)) {
            List<EntityDescriptor> batch =
                    Sources.listAll(source, EntityType.TABLE).subList(0, 300);
            server.forgetStatements();
            assertAllRead(Sources.read(source, batch), batch);
            // 2,400 columns: one statement, two halves of 1,200, four quarters.
            assertThat(server.statementsByKind()).containsEntry("SELECT INFORMATION_SCHEMA.COLUMNS", 7L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHOW TABLES", "SHOW COLUMNS", "SHOW IMPORTED KEYS"})
    void aSessionThatIsLostIsOpenedAgain(String statement) {
        try (DiscoverableSource source = start(40, 1_000, NO_TAGS)) {
            List<EntityDescriptor> batch = Sources.listAll(source, EntityType.TABLE);
            for (Fault fault : List.of(Fault.sessionGone(), Fault.masterExpired(), Fault.tokenExpired(), Fault.cut())) {
                try (DiscoverableSource other = Reading.open(server, NO_TAGS)) {
                    server.plan(sql -> sql.startsWith(statement), 1, fault);
                    assertAllRead(Sources.read(other, batch), batch);
                }
            }
        }
    }

    @Test
    void aSchemaThatMayNotBeReadFailsItsBatchAtOnce() {
        try (DiscoverableSource source = start(200, 1_000, NO_TAGS)) {
            List<EntityDescriptor> batch = Sources.listAll(source, EntityType.TABLE);
            server.plan(sql -> sql.startsWith("SHOW COLUMNS"), 100, Fault.insufficientPrivileges("schema 'S_001'"));
            server.forgetStatements();
            List<ReadResult> results = Sources.read(source, batch);
            assertThat(results).hasSize(200);
            results.forEach(result -> Sources.assertFailed(result, FailureKind.PERMISSION)
                    .startsWith("schema 'S_001': ")
                    .contains("Insufficient privileges"));
            assertThat(server.statementsByKind()).containsEntry("SHOW COLUMNS", 1L);
        }
    }

    @Test
    void aStatementThatIsKilledFailsItsBatchAsPassing() {
        try (DiscoverableSource source = start(20, 1_000, NO_TAGS)) {
            List<EntityDescriptor> batch = Sources.listAll(source, EntityType.TABLE);
            server.plan(sql -> sql.startsWith("SHOW COLUMNS"), 100, Fault.killed());
            Sources.read(source, batch).forEach(result -> Sources.assertFailed(result, FailureKind.TRANSIENT)
                    .contains("SQL execution canceled"));
            server.heal();
            assertAllRead(Sources.read(source, batch), batch);
        }
    }

    @Test
    void withoutAWarehouseRoutinesFailAndTablesAreReadWithoutTags() {
        server = SnowflakeServer.builder()
                .model(GeneratedWarehouse.oneSchema(20, 20).accountUsageFor("INGESTION"))
                .warehouse("COMPUTE_WH", Warehouse.State.SUSPENDED)
                .start();
        try (DiscoverableSource source = Reading.open(server, DatabaseMetadata.defaults())) {
            List<EntityDescriptor> tables = Sources.listAll(source, EntityType.TABLE);
            assertAllRead(Sources.read(source, tables), tables);
            List<EntityDescriptor> routines = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            Sources.read(source, routines).forEach(result -> Sources.assertFailed(result, FailureKind.INVALID)
                    .contains("warehouse"));
        }
    }

    @Test
    void aRoutineThatWasDroppedIsGoneAndCostsNoOther() {
        try (DiscoverableSource source = start(20, 1_000, NO_TAGS)) {
            List<EntityDescriptor> routines = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            server.update(model -> model.with(model.database(GeneratedWarehouse.DATABASE)
                    .orElseThrow()
                    .with(GeneratedWarehouse.oneSchema(20, 19)
                            .schema(GeneratedWarehouse.DATABASE, GeneratedWarehouse.schema(1))
                            .orElseThrow())));
            Sources.assertGone(Sources.byName(Sources.read(source, routines)), 20, "P_000020");
        }
    }
}
