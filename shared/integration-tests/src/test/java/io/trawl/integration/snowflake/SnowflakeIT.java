package io.trawl.integration.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.Warehouse;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Snowflake from the command line: OpenMetadata's own workflow for it, the packaged application, Snowflake's driver. */
@Tag("processes")
class SnowflakeIT {

    private static final String PASSWORD = "Of-the-source-1";
    private static final String WRONG_PASSWORD = "Not-the-password-1";
    private static final int SCHEMAS = 10;
    private static final int TABLES = 2_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @AutoClose
    private static SnowflakeServer server;

    @BeforeAll
    static void start() {
        server = SnowflakeServer.builder()
                .user("TRAWL", PASSWORD)
                .warehouse("COMPUTE_WH", Warehouse.State.SUSPENDED_AUTO_RESUME)
                .model(GeneratedWarehouse.schemas(SCHEMAS, TABLES / SCHEMAS))
                .start();
    }

    @AfterEach
    void everyStatementWasAllowed() {
        server.heal();
        assertThat(server.refused()).isEmpty();
        server.forgetStatements();
    }

    private static LocalRun workflow(String name, String password) {
        return new LocalRun(folder, name, server.workflow("snow", password))
                .source("includeTags: false, includeStoredProcedures: false")
                .file(folder.resolve(name + ".ndjson"));
    }

    private static LocalRun workflow(String name) {
        return workflow(name, PASSWORD);
    }

    private static Cli.Result ingest(LocalRun workflow) {
        Cli.Result result = workflow.run("ingest", "--no-progress");
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD, WRONG_PASSWORD);
        return result;
    }

    @Test
    void fiftyWorkersStayWithinTheBudgetAndTheWarehouseStaysSuspended() throws Exception {
        try (OpenMetadataServer catalog =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            Cli.Result result = ingest(workflow("many")
                            .openMetadata(catalog)
                            .execution("parallelism: 50, maxSourceConnections: 5"))
                    .ok();

            assertThat(result.out()).contains("ingested 2,000", "state: success");
            assertThat(catalog.count("table")).isEqualTo(TABLES);
            assertThat(server.mostSessionsAtOnce()).isLessThanOrEqualTo(5);
            assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
            assertThat(server.statements())
                    .allSatisfy(statement -> assertThat(statement.tag()).startsWith("trawl"));
        }
    }

    @Test
    void aServiceThatFailsNowAndThenCostsNothing() throws Exception {
        server.failing(0.02, 0.01, 0.02);
        Cli.Result result = ingest(workflow("failing").execution("parallelism: 8, maxSourceConnections: 8"))
                .ok();

        assertThat(result.out()).contains("ingested 2,000", "state: success");
        try (var lines = Files.lines(folder.resolve("failing.ndjson"))) {
            assertThat(lines.filter(line -> line.startsWith("{\"type\":\"table\"")))
                    .hasSize(TABLES);
        }
    }

    @Test
    void aSchemaThatTheRoleMayNotReadCostsThatSchema() {
        String schema = GeneratedWarehouse.schema(3);
        server.plan(
                sql -> sql.contains("\"" + schema + "\""), Integer.MAX_VALUE, Fault.insufficientPrivileges("schema"));

        Cli.Result result = ingest(workflow("refused")
                        .put("/workflowConfig", "successThreshold: 1")
                        .execution("parallelism: 4"))
                .ok();

        assertThat(result.out()).contains("ingested 1,800").contains(schema);
    }

    @Test
    void whatIsWrongIsSaidInALine() {
        assertThat(line(workflow("wrong", WRONG_PASSWORD)))
                .contains("snowflake")
                .contains("ncorrect username or password");
        assertThat(line(workflow("wrong").connection("account: no-such-account")))
                .contains("is source.serviceConnection.config.account right?");
        assertThat(folder.resolve("wrong.ndjson")).doesNotExist();
    }

    @Test
    void checkAndPlanSayWhatNeedsTheWarehouse() {
        LocalRun workflow = workflow("planned");
        assertThat(workflow.run("check").ok().out())
                .contains("COMPUTE_WH: not needed by this workflow, except for a schema with more than 10,000 columns");
        assertThat(workflow.run("plan").ok().out()).contains("Warehouse COMPUTE_WH: not needed by this workflow");

        LocalRun all = workflow.source("includeStoredProcedures: true");
        assertThat(all.run("plan").ok().out())
                .contains("Warehouse COMPUTE_WH: needed for the text of procedures and functions");
        assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
    }

    private static String line(LocalRun workflow) {
        return ingest(workflow).oneLine(3, "").errLines().get(0);
    }
}
