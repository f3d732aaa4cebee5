package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.Warehouse;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reading costs, counted by the server: the numbers that docs/snowflake.md states. */
class StatementCountTest {

    private static final DatabaseMetadata NO_TAGS = Sources.including("includeTags", false);

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private DiscoverableSource start(SnowflakeModel model, DatabaseMetadata metadata) {
        server = SnowflakeServer.builder()
                .model(model.accountUsageFor("INGESTION"))
                .start();
        return Reading.open(server, metadata);
    }

    /** Reads all in batches as the engine makes them, and counts the statements, those that open a session aside. */
    private Map<String, Long> read(DiscoverableSource source, List<EntityDescriptor> all, int size) throws Exception {
        server.forgetStatements();
        List<ReadResult> results = Sources.read(source, all, size, 2);
        assertThat(results).hasSameSizeAs(all).allMatch(ReadResult.Read.class::isInstance);
        Map<String, Long> counts = new TreeMap<>(server.statementsByKind());
        counts.remove("ALTER SESSION");
        assertThat(server.refused()).isEmpty();
        return counts;
    }

    @Test
    void aSchemaCostsSevenStatementsAndOneForEachMoreKindAndNoWarehouse() throws Exception {
        try (DiscoverableSource source = start(GeneratedWarehouse.oneSchema(1_000, 0), NO_TAGS)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            assertThat(all).hasSize(1_000);
            assertThat(read(source, all, 300))
                    .isEqualTo(Map.of(
                            "SELECT CURRENT", 1L,
                            "SHOW TABLES", 1L,
                            "SHOW VIEWS", 1L,
                            "SHOW STREAMS", 1L,
                            "SHOW STAGES", 1L,
                            "SHOW SEMANTIC VIEWS", 1L,
                            "SHOW COLUMNS", 1L,
                            "SHOW PRIMARY KEYS", 1L,
                            "SHOW UNIQUE KEYS", 1L,
                            "SHOW IMPORTED KEYS", 1L));
            assertThat(server.warehouse("COMPUTE_WH").state()).isEqualTo(Warehouse.State.SUSPENDED_AUTO_RESUME);
        }
    }

    @Test
    void tagsCostOneMoreForEachSchemaAndDdlOneForFiftyTables() throws Exception {
        try (DiscoverableSource source =
                start(GeneratedWarehouse.schemas(4, 250), Sources.including("includeDDL", true))) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            Map<String, Long> counts = read(source, all, 250);
            assertThat(counts)
                    .containsEntry("SHOW COLUMNS", 4L)
                    .containsEntry("SELECT ACCOUNT_USAGE.TAG_REFERENCES", 4L)
                    .containsEntry("SELECT GET_DDL", 4L * 5); // 225 tables each; SHOW says how views are defined
        }
    }

    @Test
    void aLargeSchemaCostsOneStatementForEachBatchOfColumns() throws Exception {
        try (DiscoverableSource source = start(GeneratedWarehouse.oneSchema(3_000, 0), NO_TAGS)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            assertThat(read(source, all, 300))
                    .containsEntry("SHOW TABLES", 1L)
                    .containsEntry("SHOW COLUMNS", 1L)
                    .containsEntry("SHOW PRIMARY KEYS", 1L)
                    .containsEntry("SELECT INFORMATION_SCHEMA.COLUMNS", 10L);
        }
    }

    @Test
    void routinesCostOneStatementForEachBatchAndKind() throws Exception {
        try (DiscoverableSource source = start(GeneratedWarehouse.oneSchema(1, 1_000), NO_TAGS)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            assertThat(all).hasSize(1_000).allMatch(Kind.PROCEDURE::isOf);
            assertThat(read(source, all, 500))
                    .isEqualTo(Map.of("SELECT CURRENT", 1L, "SELECT INFORMATION_SCHEMA.PROCEDURES", 2L));
        }
    }
}
