package io.trawl.integration.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Snowflake with {@code orchestrator: argo}, the example of the reference system. */
@Timeout(300)
@Tag("processes")
class SnowflakeArgoIT {

    private static final int TABLES = 2_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void podsAreLostAndTheCatalogIsThatOfALocalRun() throws Exception {
        long seed = TestEnvironment.seed();
        try (EmbeddedDatabase ledgers = TestEnvironment.warehouse(1, 4, 1);
                SnowflakeServer snowflake = SnowflakeServer.builder()
                        .user("TRAWL", TestEnvironment.SECRET)
                        .model(GeneratedWarehouse.schemas(10, TABLES / 10))
                        .start();
                PackagedArgo site = new PackagedArgo(folder, ledgers, Duration.ZERO, cluster -> cluster.seed(seed)
                        .killPods(3, Duration.ofMillis(200), Duration.ofSeconds(3)))) {
            site.add(
                    "snow",
                    from(snowflake, "${PG_PASSWORD}")
                            .toOpenMetadata(site.catalog.hostPort(), "${OM_TOKEN}")
                            .config("successThreshold: 100")
                            .execution("ledger: {leaseSeconds: 2}"),
                    "parallelism: 8, maxSourceConnections: 10, entitiesPerBatch: 150");

            Cli.Result ingest = site.await(site.environment.start("ingest")).ok();

            assertThat(ingest.out()).contains("(argo mode)", "state: success");
            assertThat(site.cluster.pods())
                    .filteredOn(pod -> pod.loss().isPresent())
                    .hasSizeGreaterThan(2);
            assertThat(snowflake.refused()).isEmpty();
            assertThat(snowflake.mostSessionsAtOnce()).isLessThanOrEqualTo(10);
            try (OpenMetadataServer other =
                    OpenMetadataServer.builder().withoutSchemas().start()) {
                new LocalRun(folder, "local", from(snowflake, TestEnvironment.SECRET))
                        .openMetadata(other)
                        .execute();
                assertThat(tables(site.catalog)).hasSize(TABLES).isEqualTo(tables(other));
            }
        }
    }

    private static WorkflowYaml from(SnowflakeServer snowflake, String password) {
        return snowflake.workflow("snow", password).source("includeTags: false");
    }

    /** What was sent of each table, by its name. */
    private static Map<String, JsonNode> tables(OpenMetadataServer catalog) {
        Map<String, JsonNode> tables = new TreeMap<>();
        for (StoredEntity table : catalog.all("table")) {
            tables.put(table.fqn(), table.document());
        }
        return tables;
    }
}
