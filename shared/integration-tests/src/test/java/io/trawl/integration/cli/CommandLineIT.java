package io.trawl.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.environment.Packaged;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user at the command line sees. */
@Tag("processes")
class CommandLineIT {

    private static final int TABLES = 1000;

    @AutoClose
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        database.execute(
                "postgres",
                "CREATE SCHEMA shop; DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE shop.t%s (id int"
                        + " PRIMARY KEY, note text)', i); END LOOP; END $$; CREATE ROLE reader LOGIN PASSWORD 'right'");
        database.requirePassword("reader");
    }

    private LocalRun workflow(String name, String hostPort, String databaseName) {
        return new LocalRun(
                folder,
                name,
                WorkflowYaml.postgres("svc", hostPort, databaseName).password("a-secret-of-mine"));
    }

    private LocalRun shop() {
        return workflow("shop", database.hostPort(), "postgres");
    }

    private LocalRun toFile() {
        return shop().execution("parallelism: 2");
    }

    private LocalRun toServer(OpenMetadataServer server) {
        return shop().openMetadata(server).execution("parallelism: 1, entitiesPerBatch: 1");
    }

    private static void assertOneLine(Cli.Result result, int exitCode, String... parts) {
        assertThat(result.oneLine(exitCode, parts).err()).doesNotContain("a-secret-of-mine");
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    }

    @Test
    void ingestWritesCatalogReportAndPage() throws IOException {
        LocalRun shop = toFile();
        Cli.Result result = shop.run("ingest", "--report", "report.json", "--html", "report.html")
                .ok();
        assertThat(result.out()).contains("Workflow Summary: shop", "ingested 1,000", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 1000 of 1000 entities after");
        assertThat(shop.requests("table")).hasSize(TABLES);
        JsonNode report = report();
        assertThat(String.join(" ", (Iterable<String>) report::fieldNames))
                .isEqualTo(
                        "runId workflow state mode startedAt durationSeconds throughputPerSecond entities byType bySchema"
                                + " repeated timeline failures warnings");
        assertThat(report.get("state").asText()).isEqualTo("success");
        assertThat(report.at("/entities/ingested").asInt()).isEqualTo(TABLES);
        assertThat(folder.resolve("report.html")).content().contains("</html>");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("shop.yaml", "catalog.ndjson", "report.json", "report.html");
        }
    }

    @Test
    void checkPlanAndDiscover() throws IOException {
        LocalRun shop = toFile();
        Cli.Result check = shop.run("check").ok();
        assertThat(check.out().lines()).isNotEmpty().allMatch(line -> line.startsWith("ok "));

        Cli.Result plan = shop.run("plan").ok();
        assertThat(plan.out()).contains("Plan: shop", "Tables and views", "1,000", "Batches: ");

        Cli.Result json = shop.run("plan", "--json");
        assertThat(new ObjectMapper()
                        .readTree(json.out())
                        .at("/entities/listed")
                        .asInt())
                .isEqualTo(TABLES);
        assertThat(folder.resolve("catalog.ndjson")).doesNotExist();

        Cli.Result discover = shop.run("discover").ok();
        List<String> events = discover.out().lines().toList();
        assertThat(events).hasSize(TABLES);
        JsonNode event = new ObjectMapper().readTree(events.get(0));
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("specversion", "id", "source", "type", "datacontenttype", "time", "data");
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("type").asText()).isEqualTo("io.trawl.entity.discovered.v1");
        assertThat(event.get("source").asText()).startsWith("/trawl/shop/");
        assertThat(event.get("data").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("workflow", "run", "entities");
        assertThat(event.at("/data/entities")).hasSize(1);
        assertThat(event.at("/data/entities/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "id", "metadata", "priority");
        assertThat(discover.out()).doesNotContain("a-secret-of-mine");
    }

    @Test
    void discoverEndsQuietlyWhenNobodyReadsOn() throws IOException, InterruptedException {
        Cli.Result head = shell("'%s' -jar '%s' discover -c '%s' | head -n 1; exit ${PIPESTATUS[0]}");
        head.ok();
        assertThat(head.out().lines()).hasSize(1);
        assertThat(head.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"discover", "plan", "plan --json", "check"})
    void aFullStandardOutputIsToldAndFails(String command) throws IOException, InterruptedException {
        assertOneLine(
                shell("'%s' -jar '%s' " + command + " -c '%s' > /dev/full"),
                3,
                "trawl: standard output cannot be written: No space left on device");
    }

    @Test
    void aRunWhoseSummaryCannotBeWrittenKeepsItsExitCode() throws IOException, InterruptedException {
        assertOneLine(
                shell("'%s' -jar '%s' ingest --no-progress -c '%s' > /dev/full"),
                0,
                "trawl: standard output cannot be written: No space left on device");
        assertThat(folder.resolve("catalog.ndjson")).isNotEmptyFile();
    }

    private Cli.Result shell(String script) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(
                        "bash", "-c", script.formatted(java, Packaged.application("discovery-fn"), toFile().written()))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Cli.Result(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void wrongFilesAndUsage() throws IOException {
        assertOneLine(Cli.run(folder, "ingest", "-c", "missing.yaml"), 2, "missing.yaml");
        Files.writeString(folder.resolve("bad.yaml"), "source: [unclosed");
        assertOneLine(Cli.run(folder, "ingest", "-c", "bad.yaml"), 2, "bad.yaml");
        assertOneLine(Cli.run(folder, "ingst"), 2, "unknown command 'ingst'", "did you mean", "ingest");
        assertOneLine(Cli.run(folder, "render", "-c", "x.yaml"), 2, "x.yaml: no such file");
        assertOneLine(Cli.run(folder, "ingest"), 2, "--config");
        assertOneLine(
                toFile().run("ingest", "--report", "nowhere/report.json"),
                2,
                "--report: 'nowhere/report.json': the folder",
                "does not exist");
        Path certificate = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        LocalRun distrustful = toFile().connection("sslConfig: {caCertificate: ca.pem}");
        for (String command : List.of("ingest", "check", "plan", "discover")) {
            assertOneLine(
                    distrustful.run(command),
                    2,
                    "sslConfig.caCertificate: 'ca.pem' holds no certificate that can be read");
        }
        assertThat(certificate).exists();
        assertThat(folder.resolve("catalog.ndjson")).doesNotExist();
    }

    @Test
    void whatIsOutOfReach() {
        assertOneLine(workflow("a", "127.0.0.1:1", "postgres").run("ingest", "--no-progress"), 3, "127.0.0.1:1");
        assertOneLine(
                workflow("b", database.hostPort(), "no_such_database").run("ingest", "--no-progress"),
                3,
                "no_such_database");
        assertOneLine(
                shop().connection("username: reader").run("ingest", "--no-progress"),
                3,
                "password authentication failed for user \"reader\"");
        Cli.Result check = workflow("c", "127.0.0.1:1", "postgres").run("check").with(3);
        assertThat(check.out()).contains("TRANSIENT").doesNotContain("a-secret-of-mine");
    }

    @Test
    void whatTheServerRefuses() {
        database.createDatabase("refused");
        database.execute(
                "refused",
                "DO $$ BEGIN FOR s IN 0..8 LOOP EXECUTE format('CREATE SCHEMA s%s', s); FOR t IN 1..10 LOOP"
                        + " EXECUTE format('CREATE TABLE s%s.t%s (a int)', s, t); END LOOP; END LOOP; END $$");
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            server.refuse("databaseSchema", fqn -> fqn.matches(".*\\.s[036]"), 403);

            assertThat(ingestRefused(server, server.botToken(), 90).with(1).out())
                    .contains("Listed 90: ingested 60, unchanged 0, gone 0, failed 33; deleted 0", "state: failed")
                    .contains("PERMISSION svc.refused.s0, with 10 entities in it")
                    .containsOnlyOnce("metadata-rest refused databaseSchema 'svc.refused.s0'")
                    .doesNotContain("svc.refused.s0.t1", " more (the JSON report");
            Cli.Result above = ingestRefused(server, server.botToken(), 60).ok();
            assertThat(above.out()).contains("state: partialSuccess");
            assertThat(server.count("table")).isEqualTo(60);

            assertOneLine(ingestRefused(server, server.userToken(), 60), 3, "metadata-rest", "403", "not allowed");
        }
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            server.refuse("databaseService", fqn -> true, 400);
            assertOneLine(
                    ingestRefused(server, server.botToken(), 60),
                    2,
                    "source.serviceName: the server refuses 'svc': PUT /services/databaseServices: 400");
        }
    }

    private Cli.Result ingestRefused(OpenMetadataServer server, String token, int threshold) {
        return workflow("refused", database.hostPort(), "refused")
                .openMetadata(server.hostPort(), token)
                .put("/workflowConfig", "successThreshold: " + threshold)
                .run("ingest", "--no-progress");
    }

    private static void awaitTables(OpenMetadataServer server, Cli cli) throws InterruptedException {
        while (cli.process().isAlive() && server.count("table") < 3) {
            Thread.sleep(10);
        }
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"TERM", "INT"})
    void aSignalStopsTheRunCleanly(String signal) throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().latency(Duration.ofMillis(50)).start()) {
            Cli cli = toServer(server).start("ingest", "--report", "report.json");
            awaitTables(server, cli);
            cli.signal(signal);
            Cli.Result result = cli.await().with(130);
            assertThat(result.out()).contains("state: stopped", "not reached");
            assertThat(result.errLines()).last().asString().contains("run the same command again");
            JsonNode report = report();
            assertThat(report.get("state").asText()).isEqualTo("stopped");
            // What it says it ingested is there, and nothing else.
            assertThat(server.count("table"))
                    .isEqualTo(report.at("/entities/ingested").asLong());
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().latency(Duration.ofMillis(50)).start()) {
            Cli cli = toServer(server).start("ingest");
            awaitTables(server, cli);
            server.plan(request -> true, 1_000_000, Answer.status(503));
            cli.signal("INT");
            cli.awaitErr("once more");
            cli.signal("INT");
            Cli.Result result = cli.await().with(130);
            assertThat(result.out()).isEmpty();
        }
    }
}
