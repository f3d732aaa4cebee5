package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Secret;
import io.trawl.discovery.report.SampleReports;
import io.trawl.environment.Cli;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runs}, {@code report} and {@code stop}: they look at a ledger and run nothing. */
class LedgerCommandsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final FakeCliContext here = new FakeCliContext();
    private final FakeLedger ledger = here.ledger;

    @BeforeEach
    void theEnvironmentNamesALedger() {
        here.environment.put("TRAWL_LEDGER_URL", FakeCliContext.URL);
        here.environment.put("TRAWL_LEDGER_PASSWORD", FakeCliContext.PASSWORD);
    }

    private void threeRuns() {
        ledger.add(
                "20261122-081736-4f1e",
                "sales",
                State.PARTIAL_SUCCESS,
                FakeLedger.BEGAN,
                Duration.ofMillis(186_200),
                new Counts(10_890, 9_649, 1_200, 2, 133, 39, 12));
        ledger.add(
                "20261122-091736-0001",
                "a-much-longer-name",
                State.RUNNING,
                FakeLedger.BEGAN.plusSeconds(3600),
                Duration.ofMillis(3_210),
                new Counts(2_000_000, 900_000, 0, 0, 0, 0, 0));
        ledger.add(
                "20261122-101736-0002",
                "sales",
                State.INTERRUPTED,
                FakeLedger.BEGAN.plusSeconds(7200),
                Duration.ZERO,
                Counts.ZERO);
    }

    private void entity(String id, EntityRecord.State state, int attempts, FailureKind kind, String message) {
        boolean open = state == EntityRecord.State.OPEN && attempts == 0;
        ledger.entities.add(new EntityRecord(
                id,
                EntityType.TABLE,
                state,
                attempts,
                kind,
                message,
                open ? null : Duration.ofNanos(12_340_000),
                open ? null : "pod-7",
                open ? null : FakeLedger.BEGAN));
    }

    private void assertOneLine(Cli.Result result, int exitCode, String line) {
        result.with(exitCode);
        assertThat(result.err())
                .isEqualTo("trawl: " + line + System.lineSeparator())
                .doesNotContain(FakeCliContext.PASSWORD);
        assertThat(result.out()).isEmpty();
    }

    // --- runs

    @Test
    void runsAreListedInColumns() {
        threeRuns();
        Cli.Result result = here.run("runs").ok();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                run                   workflow            state           started (UTC)         duration           entities  failed
                20261122-101736-0002  sales               interrupted     2026-11-22 10:17:36     0.00 s                0/0       0
                20261122-091736-0001  a-much-longer-name  running         2026-11-22 09:17:36     3.21 s  900,000/2,000,000       0
                20261122-081736-4f1e  sales               partialSuccess  2026-11-22 08:17:36  3 min 6 s      10,890/10,890      39
                """);
        assertThat(ledger.closed).isTrue();
    }

    @Test
    void runsAsJson() throws IOException {
        threeRuns();
        JsonNode runs = MAPPER.readTree(here.run("runs", "--json").out());
        assertThat(runs).hasSize(3);
        assertThat(runs.get(2).toString())
                .isEqualTo("{\"runId\":\"20261122-081736-4f1e\",\"workflow\":\"sales\",\"service\":\"svc\","
                        + "\"state\":\"partialSuccess\",\"phase\":\"finished\",\"mode\":\"local\","
                        + "\"startedAt\":\"2026-11-22T08:17:36.123Z\",\"endedAt\":\"2026-11-22T08:20:42.323Z\","
                        + "\"durationSeconds\":186.2,\"lastSeen\":\"2026-11-22T08:20:42.323Z\",\"entities\":{"
                        + "\"listed\":10890,\"ingested\":9649,\"unchanged\":1200,\"gone\":2,\"filtered\":133,"
                        + "\"failed\":39,\"deleted\":12}}");
        assertThat(runs.get(1).has("endedAt")).isFalse();
        assertThat(runs.get(1).get("phase").asText()).isEqualTo("ingestion");
    }

    @Test
    void withoutRuns() {
        assertThat(here.run("runs").out()).isEqualTo("No runs." + System.lineSeparator());
        assertThat(here.run("runs", "--json").out().strip()).isEqualTo("[ ]");
    }

    @Test
    void atMostNRuns() {
        for (int i = 0; i < 30; i++) {
            ledger.addRunning("run-" + i, "sales");
        }
        assertThat(here.run("runs").out().lines()).hasSize(21);
        assertThat(here.run("runs", "-n", "1").out().lines()).hasSize(2);
        assertThat(here.run("runs", "-n", "100").out().lines()).hasSize(31);
    }

    @ParameterizedTest
    @CsvSource({"0, -n: '0' is below 1", "-3, -n: '-3' is below 1"})
    void aWrongN(String n, String complaint) {
        assertOneLine(here.run("runs", "-n", n), 2, complaint + " (trawl runs --help)");
        assertThat(here.opened).isNull();
    }

    @Test
    void anNThatIsNoNumber() {
        assertThat(here.run("runs", "-n", "many").with(2).err())
                .hasLineCount(1)
                .contains("-n", "'many'", "trawl runs --help");
    }

    // --- which ledger

    @Test
    void aWorkflowsOwnRunsInItsOwnLedger() {
        threeRuns();
        here.environment.clear();
        Cli.Result result = here.run("runs", "-c", FakeCliContext.withLedger(folder, "sales"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("sales").doesNotContain("a-much-longer-name");
        assertThat(here.opened)
                .isEqualTo(new LedgerConfig(
                        FakeCliContext.URL,
                        "u",
                        new Secret(FakeCliContext.PASSWORD),
                        LedgerConfig.DEFAULT_LEASE,
                        LedgerConfig.DEFAULT_KEEP_RUNS));
    }

    @Test
    void aWorkflowWithoutALedgerUsesTheEnvironments() {
        threeRuns();
        String file = FakeCliContext.withoutLedger(folder, "sales");
        assertThat(here.run("runs", "-c", file).out()).contains("sales").doesNotContain("a-much-longer-name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "report latest", "stop latest"})
    void withoutAnyLedger(String command) {
        here.environment.clear();
        assertOneLine(
                here.run(command.split(" ")),
                2,
                "which ledger? name a workflow that has one with -c FILE, or set TRAWL_LEDGER_URL");
        String file = FakeCliContext.withoutLedger(folder, "sales");
        assertOneLine(
                here.run((command + " -c " + file).split(" ")),
                2,
                file + ": workflowConfig.distributedExecution.ledger: is missing, and TRAWL_LEDGER_URL is not set;"
                        + " without a ledger no run is known");
    }

    @Test
    void aWrongUrlInTheEnvironment() {
        here.environment.put("TRAWL_LEDGER_URL", "postgresql://u:" + FakeCliContext.PASSWORD + "@h/d");
        assertOneLine(
                here.run("runs"),
                2,
                "TRAWL_LEDGER_URL: must start with jdbc:postgresql:, as jdbc:postgresql://host:5432/database does");
    }

    @Test
    void noSecretIsPrintedEvenWithTraces() {
        here.unreachable = new TrawlException(FailureKind.PERMISSION, "ledger: login refused");
        String file = FakeCliContext.withLedger(folder, "sales");
        Cli.Result result = here.run("runs", "-v", "-c", file).with(3);
        assertThat(result.err())
                .contains("login refused", "    at io.trawl.discovery.cli.")
                .doesNotContain(FakeCliContext.PASSWORD);
        here.run("runs", "-c", file); // sets the log level back
    }

    @Test
    void aCommandSaysThatItWaitsForTheLedger() {
        here.waitedFor = "waiting up to 120 s for the ledger at db:5432/trawl: connection refused";
        Cli.Result result = here.run("runs").ok();
        assertThat(result.err()).isEqualTo("trawl: " + here.waitedFor + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"TRANSIENT, 3", "THROTTLED, 3", "PERMISSION, 3", "INVALID, 2"})
    void aLedgerThatCannotBeReached(FailureKind kind, int exitCode) {
        here.unreachable = new TrawlException(kind, "ledger jdbc:postgresql://ledger/trawl: connection refused");
        for (String command : List.of("runs", "report latest", "stop latest")) {
            assertOneLine(
                    here.run(command.split(" ")),
                    exitCode,
                    "ledger jdbc:postgresql://ledger/trawl: connection refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "report --entities", "stop"})
    void anUnknownRun(String command) {
        ledger.addRunning("run-1", "other");
        assertOneLine(here.run((command + " nope").split(" ")), 2, "run 'nope' is unknown");
        assertOneLine(
                here.run((command + " run-1 -c " + FakeCliContext.withLedger(folder, "sales")).split(" ")),
                2,
                "run 'run-1' is unknown for workflow sales");
        assertThat(ledger.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "stop", "resume", "retry", "resume -c x.yaml"})
    void whichRun(String command) {
        assertOneLine(
                here.run(command.split(" ")),
                2,
                "RUN: which run? an id, or latest (trawl " + command.split(" ")[0] + " --help)");
    }

    // --- report

    @Test
    void theReportIsTheSummaryOfIngest() {
        ledger.addRunning("run-1", "sales");
        ledger.report = SampleReports.repeated();
        Cli.Result result = here.run("report", "latest").ok();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                Workflow Summary: sales

                                                records   filtered       gone     errors      success
                  Tables and views                    4          0          0          0        100 %

                  Listed 10: ingested 4, unchanged 0, gone 0, failed 0, not reached 6; deleted 0
                  Elapsed 3.00 s (local mode), 1.3 entities/s
                  2 entities were handled once more because a worker was lost
                  1 statement was sent to the source
                  Success %: 100 %, state: running
                """);
    }

    @Test
    void theReportAsJsonAndAsAPage() throws IOException {
        ledger.addRunning("run-1", "sales");
        ledger.report = SampleReports.repeated();
        Path page = folder.resolve("report.html");
        Cli.Result result = here.run("report", "run-1", "--json", "--html", page.toString());
        JsonNode report = MAPPER.readTree(result.out());
        assertThat(report.get("state").asText()).isEqualTo("running");
        assertThat(report.get("repeated").asInt()).isEqualTo(2);
        assertThat(report.get("startedAt").asText()).isEqualTo("2026-11-22T08:17:36Z");
        assertThat(page).content().contains("Running", "2 entities were handled once more", "</html>");
    }

    @Test
    void aPageThatCannotBeWrittenIsSaidBeforeAnythingIsAsked() {
        Cli.Result result = here.run(
                        "report",
                        "latest",
                        "--html",
                        folder.resolve("no/where.html").toString())
                .with(2);
        assertThat(result.err()).hasLineCount(1).contains("--html", "does not exist");
        assertThat(here.opened).isNull();
    }

    @Test
    void everyEntityInALine() {
        ledger.addRunning("run-1", "sales");
        entity("svc.d.s.a", EntityRecord.State.INGESTED, 1, null, null);
        entity("svc.d.s.b", EntityRecord.State.FAILED, 3, FailureKind.TRANSIENT, "connection\nreset");
        entity("svc.d.s.odd \n\u001b[2J name", EntityRecord.State.UNCHANGED, 12, null, null);
        entity("svc.d.s.c", EntityRecord.State.OPEN, 0, null, null);
        Cli.Result result = here.run("report", "latest", "--entities").ok();
        assertThat(result.out()).isEqualTo("""
                ingested     1      12 ms  pod-7                     svc.d.s.a
                failed       3      12 ms  pod-7                     svc.d.s.b  TRANSIENT: connection\\u000areset
                unchanged   12      12 ms  pod-7                     svc.d.s.odd \\u000a\\u001b[2J name
                open         0          -  -                         svc.d.s.c
                """);
        assertThat(here.run("report", "latest", "--failed").out())
                .hasLineCount(1)
                .contains("svc.d.s.b");
    }

    @Test
    void everyEntityAsALineOfJson() throws IOException {
        ledger.addRunning("run-1", "sales");
        entity("svc.d.s.b", EntityRecord.State.FAILED, 3, FailureKind.TRANSIENT, "connection reset");
        entity("svc.d.s.c", EntityRecord.State.OPEN, 0, null, null);
        assertThat(here.run("report", "latest", "--entities", "--json").out().lines())
                .containsExactly(
                        "{\"type\":\"table\",\"id\":\"svc.d.s.b\",\"state\":\"failed\",\"attempts\":3,"
                                + "\"kind\":\"TRANSIENT\",\"message\":\"connection reset\",\"tookSeconds\":0.01234,"
                                + "\"worker\":\"pod-7\",\"endedAt\":\"2026-11-22T08:17:36.123Z\"}",
                        "{\"type\":\"table\",\"id\":\"svc.d.s.c\",\"state\":\"open\",\"attempts\":0}");
        assertThat(here.run("report", "latest", "--failed", "--json").out()).hasLineCount(1);
    }

    @Test
    void noEntitiesAreNoLines() {
        ledger.addRunning("run-1", "sales");
        assertThat(here.run("report", "latest", "--entities").out()).isEmpty();
        assertThat(here.run("report", "latest", "--failed", "--json").out()).isEmpty();
    }

    @Test
    void manyEntitiesAreStreamedForAsLongAsSomebodyReads() {
        ledger.addRunning("run-1", "sales");
        for (int i = 0; i < 100_000; i++) {
            entity("svc.d.s.t" + i, EntityRecord.State.INGESTED, 1, null, null);
        }
        CountingWriter reader = new CountingWriter(Long.MAX_VALUE);
        assertThat(here.run(reader, "report", "latest", "--entities").exitCode())
                .isZero();
        assertThat(reader.lines).isEqualTo(100_000);
        assertThat(reader.largest).isLessThan(100_000);

        CountingWriter head = new CountingWriter(1000);
        Cli.Result result = here.run(head, "report", "latest", "--entities").ok();
        assertThat(result.err()).isEmpty();
        assertThat(head.lines).isLessThan(2_000);
        assertThat(ledger.closed).isTrue();
    }

    @Test
    void entitiesThatCannotBeWrittenAreAFailure() throws IOException {
        ledger.addRunning("run-1", "sales");
        entity("svc.d.s.t", EntityRecord.State.INGESTED, 1, null, null);
        assertThat(here.runOnFullDisk("report", "latest", "--entities"))
                .isEqualTo(
                        new Cli.Result(3, "", "trawl: standard output cannot be written: No space left on device\n"));
    }

    /** Counts lines, and breaks like a pipe that nobody reads once it has so many characters. */
    private static final class CountingWriter extends Writer {
        private final long most;
        private long characters;
        long lines;
        int largest;

        CountingWriter(long most) {
            this.most = most;
        }

        @Override
        public void write(char[] buffer, int from, int length) throws IOException {
            if (characters > most) {
                throw new IOException("Broken pipe");
            }
            characters += length;
            largest = Math.max(largest, length);
            for (int i = from; i < from + length; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    // --- stop

    @Test
    void stopWaitsUntilTheRunHasStopped() {
        ledger.addRunning("run-1", "sales");
        ledger.looksUntilStopped = 5; // the first look is that of stop itself
        Cli.Result result = here.run("stop", "latest").ok();
        assertThat(result.err())
                .isEqualTo("trawl: waiting for the processes of run run-1 of sales to finish what is under way"
                        + System.lineSeparator());
        assertThat(result.out()).isEqualTo("run run-1 of sales: stopped" + System.lineSeparator());
        assertThat(here.pauses).hasSize(4).containsOnly(Duration.ofMillis(500));
    }

    @Test
    void aRunNobodyWorksOnIsStoppedAtOnce() {
        ledger.add("run-1", "sales", State.INTERRUPTED, FakeLedger.BEGAN, Duration.ZERO, Counts.ZERO);
        Cli.Result result = here.run("stop", "run-1").ok();
        assertThat(result.err()).isEmpty();
        assertThat(here.pauses).isEmpty();
    }

    @Test
    void stopNeedNotWait() {
        ledger.addRunning("run-1", "sales");
        Cli.Result result = here.run("stop", "run-1", "--no-wait").ok();
        assertThat(result.out()).isEqualTo("run run-1 of sales: was asked to stop" + System.lineSeparator());
        assertThat(here.pauses).isEmpty();
    }

    @Test
    void whatHasEndedCannotBeStopped() {
        threeRuns();
        assertOneLine(
                here.run("stop", "20261122-081736-4f1e"), 2, "run '20261122-081736-4f1e' has ended: partialSuccess");
    }
}
