package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
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
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        database.execute(
                "postgres",
                "CREATE SCHEMA shop;"
                        + " DO $$ BEGIN FOR i IN 1..1000 LOOP"
                        + " EXECUTE format('CREATE TABLE shop.t%s (id int PRIMARY KEY, note text)', i); END LOOP; END $$;"
                        + " CREATE ROLE reader LOGIN PASSWORD 'right'");
        database.requirePassword("reader");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private Path workflow(String name, String hostPort, String databaseName, String sink) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                source:
                  type: postgres
                  serviceName: svc
                  serviceConnection:
                    config:
                      type: Postgres
                      hostPort: %s
                      username: postgres
                      authType:
                        password: a-secret-of-mine
                      database: %s
                  sourceConfig:
                    config:
                      type: DatabaseMetadata
                %s
                """.formatted(hostPort, databaseName, sink));
    }

    private Path toFile() throws IOException {
        return workflow(
                "shop",
                database.hostPort(),
                "postgres",
                "sink: {type: file, config: {filename: '" + folder.resolve("out.ndjson")
                        + "'}}\nworkflowConfig: {distributedExecution: {enabled: true, orchestrator: local, parallelism: 2}}");
    }

    private Path toServer(OpenMetadataServer server) throws IOException {
        return workflow(
                "slow",
                database.hostPort(),
                "postgres",
                "sink: {type: metadata-rest, config: {}}\nworkflowConfig: {openMetadataServerConfig: {hostPort: '"
                        + server.hostPort() + "', authProvider: openmetadata, securityConfig: {jwtToken: '"
                        + server.botToken() + "'}}, distributedExecution: {enabled: true, orchestrator: local,"
                        + " parallelism: 1, entitiesPerBatch: 1}}");
    }

    private static void assertOneLine(Cli.Result result, int exitCode, String... parts) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.errLines())
                .as(result.err())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("trawl: ")
                .contains(parts);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).doesNotContain("a-secret-of-mine");
    }

    @Test
    void ingestWritesCatalogReportAndPage() throws IOException {
        Cli.Result result = Cli.run(
                folder, "ingest", "-c", toFile().toString(), "--report", "report.json", "--html", "report.html");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("Workflow Summary: shop", "ingested 1,000", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 1000 of 1000 entities after");
        try (var lines = Files.lines(folder.resolve("out.ndjson"))) {
            assertThat(lines.filter(line -> line.startsWith("{\"type\":\"table\""))
                            .count())
                    .isEqualTo(TABLES);
        }
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "runId",
                        "workflow",
                        "state",
                        "mode",
                        "startedAt",
                        "durationSeconds",
                        "throughputPerSecond",
                        "entities",
                        "byType",
                        "bySchema",
                        "repeated",
                        "timeline",
                        "failures",
                        "warnings");
        assertThat(report.get("state").asText()).isEqualTo("success");
        assertThat(report.get("entities").get("ingested").asInt()).isEqualTo(TABLES);
        assertThat(folder.resolve("report.html")).content().contains("</html>");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("shop.yaml", "out.ndjson", "report.json", "report.html");
        }
    }

    @Test
    void checkPlanAndDiscover() throws IOException {
        String file = toFile().toString();
        Cli.Result check = Cli.run(folder, "check", "-c", file);
        assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
        assertThat(check.out().lines()).isNotEmpty().allMatch(line -> line.startsWith("ok "));

        Cli.Result plan = Cli.run(folder, "plan", "-c", file);
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("Plan: shop", "Tables and views", "1,000", "Batches: ");

        Cli.Result json = Cli.run(folder, "plan", "-c", file, "--json");
        assertThat(new ObjectMapper()
                        .readTree(json.out())
                        .get("entities")
                        .get("listed")
                        .asInt())
                .isEqualTo(TABLES);
        assertThat(folder.resolve("out.ndjson")).doesNotExist();

        Cli.Result discover = Cli.run(folder, "discover", "-c", file);
        assertThat(discover.exitCode()).as(discover.err()).isZero();
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
        assertThat(event.get("data").get("entities")).hasSize(1);
        assertThat(event.get("data").get("entities").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "id", "metadata", "priority");
        assertThat(discover.out()).doesNotContain("a-secret-of-mine");
    }

    @Test
    void discoverEndsQuietlyWhenNobodyReadsOn() throws IOException, InterruptedException {
        Cli.Result head = shell("'%s' -jar '%s' discover -c '%s' | head -n 1; exit ${PIPESTATUS[0]}");
        assertThat(head.exitCode()).as(head.err()).isZero();
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
        assertThat(folder.resolve("out.ndjson")).isNotEmptyFile();
    }

    private Cli.Result shell(String script) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString();
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder("bash", "-c", script.formatted(java, jar, toFile()))
                .redirectError(err.toFile())
                .start();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> out.append(line).append('\n'));
        }
        return new Cli.Result(process.waitFor(), out.toString(), Files.readString(err));
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
                Cli.run(folder, "ingest", "-c", toFile().toString(), "--report", "nowhere/report.json"),
                2,
                "--report: 'nowhere/report.json': the folder",
                "does not exist");
        Path certificate = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        Path distrustful = toFile();
        Files.writeString(
                distrustful,
                Files.readString(distrustful)
                        .replace("type: Postgres\n", "type: Postgres\n      sslConfig: {caCertificate: ca.pem}\n"));
        for (String command : List.of("ingest", "check", "plan", "discover")) {
            assertOneLine(
                    Cli.run(folder, command, "-c", distrustful.toString()),
                    2,
                    "sslConfig.caCertificate: 'ca.pem' holds no certificate that can be read");
        }
        assertThat(certificate).exists();
        assertThat(folder.resolve("out.ndjson")).doesNotExist();
    }

    @Test
    void whatIsOutOfReach() throws IOException {
        String sink = "sink: {type: file, config: {filename: x.ndjson}}\nworkflowConfig: {}";
        assertOneLine(
                Cli.run(
                        folder,
                        "ingest",
                        "-c",
                        workflow("a", "127.0.0.1:1", "postgres", sink).toString(),
                        "--no-progress"),
                3,
                "127.0.0.1:1");
        assertOneLine(
                Cli.run(
                        folder,
                        "ingest",
                        "-c",
                        workflow("b", database.hostPort(), "no_such_database", sink)
                                .toString(),
                        "--no-progress"),
                3,
                "no_such_database");
        Path asReader = workflow("wrong", database.hostPort(), "postgres", sink);
        Files.writeString(asReader, Files.readString(asReader).replace("username: postgres", "username: reader"));
        assertOneLine(
                Cli.run(folder, "ingest", "-c", asReader.toString(), "--no-progress"),
                3,
                "password authentication failed for user \"reader\"");
        Cli.Result check = Cli.run(
                folder,
                "check",
                "-c",
                workflow("c", "127.0.0.1:1", "postgres", sink).toString());
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out()).contains("TRANSIENT").doesNotContain("a-secret-of-mine");
    }

    @Test
    void whatTheServerRefuses() throws IOException {
        database.createDatabase("refused");
        database.execute(
                "refused",
                "DO $$ BEGIN FOR s IN 0..8 LOOP EXECUTE format('CREATE SCHEMA s%s', s); FOR t IN 1..10 LOOP"
                        + " EXECUTE format('CREATE TABLE s%s.t%s (a int)', s, t); END LOOP; END LOOP; END $$");
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            server.refuse("databaseSchema", fqn -> fqn.matches(".*\\.s[036]"), 403);

            Cli.Result below = ingestRefused(server, server.botToken(), 90);
            assertThat(below.exitCode()).as(below.toString()).isEqualTo(1);
            assertThat(below.out())
                    .contains("Listed 90: ingested 60, unchanged 0, gone 0, failed 33; deleted 0", "state: failed")
                    .contains("PERMISSION svc.refused.s0, with 10 entities in it")
                    .containsOnlyOnce("metadata-rest refused databaseSchema 'svc.refused.s0'")
                    .doesNotContain("svc.refused.s0.t1", " more (the JSON report");
            Cli.Result above = ingestRefused(server, server.botToken(), 60);
            assertThat(above.exitCode()).as(above.toString()).isZero();
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

    private Cli.Result ingestRefused(OpenMetadataServer server, String token, int threshold) throws IOException {
        Path file = workflow(
                "refused",
                database.hostPort(),
                "refused",
                "sink: {type: metadata-rest, config: {}}\nworkflowConfig: {successThreshold: " + threshold
                        + ", openMetadataServerConfig: {hostPort: '" + server.hostPort()
                        + "', authProvider: openmetadata, securityConfig: {jwtToken: '" + token + "'}}}");
        return Cli.run(folder, "ingest", "-c", file.toString(), "--no-progress");
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"TERM", "INT"})
    void aSignalStopsTheRunCleanly(String signal) throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().latency(Duration.ofMillis(50)).start()) {
            Cli cli = Cli.start(folder, "ingest", "-c", toServer(server).toString(), "--report", "report.json");
            while (cli.process().isAlive() && server.count("table") < 3) {
                Thread.sleep(10);
            }
            cli.signal(signal);
            Cli.Result result = cli.await();
            assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
            assertThat(result.out()).contains("state: stopped", "not reached");
            assertThat(result.errLines()).last().asString().contains("run the same command again");
            JsonNode report =
                    new ObjectMapper().readTree(folder.resolve("report.json").toFile());
            assertThat(report.get("state").asText()).isEqualTo("stopped");
            // What it says it ingested is there, and nothing else.
            assertThat(server.count("table"))
                    .isEqualTo(report.get("entities").get("ingested").asLong());
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().latency(Duration.ofMillis(50)).start()) {
            Path workflow = toServer(server);
            Cli cli = Cli.start(folder, "ingest", "-c", workflow.toString());
            while (cli.process().isAlive() && server.count("table") < 3) {
                Thread.sleep(10);
            }
            server.plan(request -> true, 1_000_000, io.trawl.testkit.openmetadata.Answer.status(503));
            cli.signal("INT");
            cli.awaitErr("once more");
            cli.signal("INT");
            Cli.Result result = cli.await();
            assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
            assertThat(result.out()).isEmpty();
        }
    }
}
