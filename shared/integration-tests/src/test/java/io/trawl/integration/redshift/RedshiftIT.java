package io.trawl.integration.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.CatalogAudit;
import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Redshift from the command line: OpenMetadata's own workflow for it, the packaged application, Amazon's driver. */
@Tag("processes")
class RedshiftIT {

    private static final String SERVICE = "redshift";
    private static final String WRONG_PASSWORD = "Not-the-password-1";
    private static final int TABLES = 2_000;
    private static final int LIMIT = 15;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @AutoClose
    private static RedshiftServer cluster;

    @BeforeAll
    static void start() {
        cluster = RedshiftServer.start(LIMIT, null);
        RedshiftWarehouse.fill(cluster, "warehouse", TABLES, 6, 10);
        cluster.createDatabase("zoo");
        RedshiftZoo.install(cluster, "zoo");
        cluster.execute("zoo", """
                SELECT shared_database('partner'), shared_schema('partner', 'public'),
                    shared_table('partner', 'public', 'sales', 'TABLE'),
                    shared_column('partner', 'public', 'sales', 'id', 'integer', NULL, 32, 0);
                """);
    }

    /** Into a file of that name. */
    private static LocalRun workflow(String database, String password, String file) {
        return new LocalRun(
                        folder,
                        "redshift",
                        WorkflowYaml.redshift(SERVICE, cluster.hostPort(), RedshiftServer.USERNAME, password, database))
                .source("includeStoredProcedures: true")
                .put("/workflowConfig", "successThreshold: 80")
                .file(folder.resolve(file));
    }

    private static LocalRun workflow(String database, String file) {
        return workflow(database, RedshiftServer.PASSWORD, file);
    }

    private static Cli.Result ingest(LocalRun workflow) {
        Cli.Result result = workflow.run("ingest", "--no-progress");
        assertThat(result.out() + result.err()).doesNotContain(RedshiftServer.PASSWORD, WRONG_PASSWORD);
        return result;
    }

    @Test
    void fiftyWorkersShareTheConnectionsThatTheClusterHas() throws Exception {
        try (OpenMetadataServer catalog =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            int refused = cluster.clients().refused();
            Cli.Result result = ingest(workflow("warehouse", "unused")
                            .openMetadata(catalog)
                            .put("/workflowConfig", "successThreshold: 90")
                            .execution("parallelism: 50, maxSourceConnections: 50, entitiesPerBatch: 10"))
                    .ok();
            assertThat(result.out()).contains("ingested 2,000", "state: success");
            assertThat(new CatalogAudit(SERVICE, cluster.postgres(), "warehouse").faults(catalog))
                    .isEmpty();
            System.out.println("connections: " + cluster.clients().highest() + " at most, refused: "
                    + (cluster.clients().refused() - refused));
            assertThat(cluster.clients().highest()).isLessThanOrEqualTo(LIMIT);
            assertThat(cluster.clients().refused()).as("the limit was met").isGreaterThan(refused);
        }
    }

    @Test
    void everyKindOfObjectArrives() throws Exception {
        Cli.Result result = ingest(workflow("zoo", "zoo.ndjson")).ok();
        List<String> lines = Files.readAllLines(folder.resolve("zoo.ndjson"));
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("\"tableType\":\"External\"") && line.contains("\"locationPath\":\"s3://"));
        for (String kind : List.of("Regular", "View", "MaterializedView")) {
            assertThat(lines).anyMatch(line -> line.contains("\"tableType\":\"" + kind + "\""));
        }
        assertThat(lines).anyMatch(line -> line.contains("DIST_KEY")).anyMatch(line -> line.contains("SORT_KEY"));
        assertThat(lines).anyMatch(line -> line.startsWith("{\"type\":\"storedProcedure\""));
        assertThat(lines).noneMatch(line -> line.contains(".mv_tbl__") || line.contains("padb_internal"));
        assertThat(result.out())
                .contains("1 entity: late-binding views without columns, since what they refer to does not exist:"
                        + " redshift.zoo.zoo.broken_view");
    }

    @Test
    void severalDatabasesInOneRun() throws Exception {
        ingest(workflow("zoo", "all.ndjson")
                        .connection("ingestAllDatabases: true")
                        .source("databaseFilterPattern: {includes: ['^zoo$', '^warehouse$', '^partner$']}")
                        .execution("parallelism: 4"))
                .ok();
        List<String> lines = Files.readAllLines(folder.resolve("all.ndjson"));
        assertThat(lines.stream().filter(line -> line.startsWith("{\"type\":\"database\"")))
                .hasSize(3);
        assertThat(lines).anyMatch(line -> line.contains("\"fqn\":\"redshift.partner.public.sales\""));
        assertThat(lines.stream().filter(line -> line.contains("\"fqn\":\"redshift.warehouse.plain_000.")))
                .hasSize(TABLES / 10);
    }

    @Test
    void whatIsWrongIsSaidInALine() throws Exception {
        String at = "trawl: source redshift at " + cluster.hostPort();
        assertThat(line(workflow("zoo", WRONG_PASSWORD, "wrong.ndjson")))
                .isEqualTo(at + "/zoo: password authentication failed for user \"awsuser\"");
        cluster.pause();
        try {
            assertThat(line(workflow("zoo", "wrong.ndjson")))
                    .startsWith(at + "/zoo: ")
                    .contains("paused");
        } finally {
            cluster.resume();
        }
        assertThat(line(workflow("nowhere", "wrong.ndjson")))
                .isEqualTo(at + "/nowhere: database \"nowhere\" does not exist");
        assertThat(folder.resolve("wrong.ndjson")).doesNotExist();
    }

    private static String line(LocalRun workflow) {
        return ingest(workflow).oneLine(3, "").errLines().get(0);
    }
}
