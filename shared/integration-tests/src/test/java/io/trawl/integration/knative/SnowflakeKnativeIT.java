package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Snowflake behind a broker, with the packaged functions as processes. */
@Timeout(300)
@Tag("processes")
class SnowflakeKnativeIT {

    private static final int TABLES = 400;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyTableArrives() throws Exception {
        try (EmbeddedDatabase ledgers = EmbeddedDatabase.start();
                SnowflakeServer snowflake = SnowflakeServer.builder()
                        .user("TRAWL", TestEnvironment.SECRET)
                        .model(GeneratedWarehouse.schemas(4, TABLES / 4))
                        .start();
                PackagedKnative cluster = new PackagedKnative(
                        folder,
                        ledgers,
                        KnativeBroker.queued(16),
                        OpenMetadataServer.builder().withoutSchemas())) {
            WorkflowYaml yaml = snowflake
                    .workflow("snow", TestEnvironment.SECRET)
                    .source("includeTags: false, includeStoredProcedures: false")
                    .config("successThreshold: 100")
                    .toOpenMetadata(cluster.catalog.hostPort(), "${OM_TOKEN}")
                    .execution("orchestrator: knative, parallelism: 4, entitiesPerBatch: 50, maxSourceConnections: 4,"
                            + " retryPolicy: {maxAttempts: 5, backoffSeconds: 0.2, maxBackoffSeconds: 1},"
                            + " ledger: {leaseSeconds: 2}");
            cluster.environment.write(PackagedKnative.WORKFLOW, yaml);
            cluster.discovery().workers(2);

            assertThat(cluster.requestRun()).isEqualTo(202);
            Report report = cluster.awaitEnd();

            assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
            assertThat(report.entities().ingested()).isEqualTo(TABLES);
            assertThat(cluster.catalog.count("table")).isEqualTo(TABLES);
            assertThat(snowflake.refused()).isEmpty();
            assertThat(snowflake.mostSessionsAtOnce()).isLessThanOrEqualTo(4);
        }
    }
}
