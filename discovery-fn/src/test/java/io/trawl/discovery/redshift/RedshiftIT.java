package io.trawl.discovery.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Redshift from the command line: OpenMetadata's own workflow for it, the packaged application, Amazon's driver. */
@Tag("processes")
class RedshiftIT {

    private static final String SERVICE = "redshift";
    private static final int TABLES = 2_000;
    private static final int LIMIT = 15;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

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

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** A workflow as OpenMetadata's documentation shows it, with what is tried in the place of something. */
    private static Path workflow(String login, String source, String sink, String workflowConfig) throws IOException {
        return Files.writeString(folder.resolve("redshift.yaml"), """
                source:
                  type: redshift
                  serviceName: redshift
                  serviceConnection:
                    config:
                      type: Redshift
                      hostPort: '%s'
                      sslMode: disable
                %s
                  sourceConfig:
                    config:
                      type: DatabaseMetadata
                      includeStoredProcedures: true
                %s
                sink: %s
                workflowConfig: %s
                """.formatted(
                        cluster.hostPort(),
                        login.indent(6).stripTrailing(),
                        source.indent(6).stripTrailing(),
                        sink,
                        workflowConfig));
    }

    private static String login(String username, String database) {
        return """
                username: %s
                authType: {password: '${REDSHIFT_PASSWORD}'}
                database: %s
                """.formatted(username, database);
    }

    private static Cli.Result run(String password, String command, Path workflow, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = command;
        arguments[1] = "-c";
        arguments[2] = workflow.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        Cli.Result result = Cli.start(folder, Map.of("REDSHIFT_PASSWORD", password), arguments)
                .await();
        assertThat(result.out() + result.err()).doesNotContain(password);
        return result;
    }

    private static String file(String name) {
        return "{type: file, config: {filename: '" + folder.resolve(name) + "'}}";
    }

    @Test
    void fiftyWorkersShareTheConnectionsThatTheClusterHas() throws Exception {
        try (OpenMetadataServer catalog =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            int refused = cluster.clients().refused();
            Path workflow = workflow(
                    login(RedshiftServer.USERNAME, "warehouse"), "", "{type: metadata-rest, config: {}}", """

                      openMetadataServerConfig:
                        hostPort: '%s'
                        authProvider: openmetadata
                        securityConfig: {jwtToken: '%s'}
                      distributedExecution:
                        {enabled: true, parallelism: 50, maxSourceConnections: 50, entitiesPerBatch: 10}
                    """.formatted(
                                    catalog.hostPort(), catalog.botToken()));
            Cli.Result result = run(RedshiftServer.PASSWORD, "ingest", workflow, "--no-progress");
            assertThat(result.exitCode()).as(result.toString()).isZero();
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
        Path workflow =
                workflow(login(RedshiftServer.USERNAME, "zoo"), "", file("zoo.ndjson"), "{successThreshold: 80}");
        Cli.Result result = run(RedshiftServer.PASSWORD, "ingest", workflow, "--no-progress");
        assertThat(result.exitCode()).as(result.toString()).isZero();
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
        Path workflow = workflow(
                login(RedshiftServer.USERNAME, "zoo") + "ingestAllDatabases: true\n",
                "databaseFilterPattern: {includes: ['^zoo$', '^warehouse$', '^partner$']}",
                file("all.ndjson"),
                "{successThreshold: 80, distributedExecution: {enabled: true, parallelism: 4}}");
        Cli.Result result = run(RedshiftServer.PASSWORD, "ingest", workflow, "--no-progress");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("all.ndjson"));
        assertThat(lines.stream().filter(line -> line.startsWith("{\"type\":\"database\"")))
                .hasSize(3);
        assertThat(lines).anyMatch(line -> line.contains("\"fqn\":\"redshift.partner.public.sales\""));
        assertThat(lines.stream().filter(line -> line.contains("\"fqn\":\"redshift.warehouse.plain_000.")))
                .hasSize(TABLES / 10);
    }

    @Test
    void whatIsWrongIsSaidInALine() throws Exception {
        Path workflow = workflow(login(RedshiftServer.USERNAME, "zoo"), "", file("wrong.ndjson"), "{}");
        assertThat(line(run("Not-the-password-1", "ingest", workflow)))
                .isEqualTo("trawl: source redshift at " + cluster.hostPort()
                        + "/zoo: password authentication failed for user \"awsuser\"");
        cluster.pause();
        try {
            assertThat(line(run(RedshiftServer.PASSWORD, "ingest", workflow)))
                    .startsWith("trawl: source redshift at " + cluster.hostPort() + "/zoo: ")
                    .contains("paused");
        } finally {
            cluster.resume();
        }
        Path elsewhere = workflow(login(RedshiftServer.USERNAME, "nowhere"), "", file("wrong.ndjson"), "{}");
        assertThat(line(run(RedshiftServer.PASSWORD, "ingest", elsewhere)))
                .isEqualTo("trawl: source redshift at " + cluster.hostPort()
                        + "/nowhere: database \"nowhere\" does not exist");
        assertThat(folder.resolve("wrong.ndjson")).doesNotExist();
    }

    private static String line(Cli.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        List<String> lines = result.errLines();
        assertThat(lines).as(result.toString()).hasSize(1);
        return lines.get(0);
    }
}
