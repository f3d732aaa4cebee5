package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.State;
import io.trawl.discovery.report.SampleReports;
import io.trawl.environment.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ingest}, {@code resume} and {@code retry}, with an engine that is not real. */
class RunCommandsTest {

    @TempDir
    Path folder;

    private final FakeCliContext here = new FakeCliContext();
    private String file;

    @BeforeEach
    void aWorkflowWithALedger() {
        file = FakeCliContext.withLedger(folder, "sales");
        here.result = SampleReports.empty();
    }

    private Cli.Result run(String command) {
        return here.run(Stream.concat(Arrays.stream(command.split(" ")), Stream.of("-c", file, "--no-progress"))
                .toArray(String[]::new));
    }

    private static void assertOneLine(Cli.Result result, int exitCode, String line) {
        result.with(exitCode);
        assertThat(result.err()).isEqualTo("trawl: " + line + System.lineSeparator());
        assertThat(result.err()).doesNotContain(FakeCliContext.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "ingest,,,false",
        "ingest --allow-large-deletion,,,true",
        "ingest --join latest,JOIN,latest,false",
        "ingest --join run-1 --allow-large-deletion,JOIN,run-1,true",
        "resume latest,RESUME,latest,false",
        "resume run-1 --allow-large-deletion,RESUME,run-1,true",
        "retry run-1,RETRY,run-1,false"
    })
    void howARunIsBegun(String command, String how, String runId, boolean large) {
        Cli.Result result = run(command).ok();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Workflow Summary", "state: success");
        assertThat(here.start).isEqualTo(start(how, runId, large));
        assertThat(here.ran.name()).isEqualTo("sales");
    }

    private static RunStart start(String how, String runId, boolean large) {
        if (how == null) {
            return new RunStart.New(Optional.ofNullable(runId), large);
        }
        return switch (how) {
            case "JOIN" -> new RunStart.Join(runId, large);
            case "RESUME" -> new RunStart.Resume(runId, large);
            case "RETRY" -> new RunStart.Retry(runId, large);
            default -> throw new IllegalArgumentException(how);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "ingest --join latest", "resume latest", "retry latest"})
    void whatTheFileIsWarnedOfIsALineEach(String command) throws Exception {
        Files.writeString(Path.of(file), "pipelineRunId: a\nenableStreamableLogs: y\n", StandardOpenOption.APPEND);
        Cli.Result result = run(command).ok();
        assertThat(result.err().lines())
                .containsExactly(
                        "trawl: warning: " + file
                                + ": pipelineRunId: has no effect here: every run gets an id of its own",
                        "trawl: warning: " + file
                                + ": enableStreamableLogs: has no effect here: Trawl sends no logs to the server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "resume latest", "retry latest"})
    void reportAndPage(String command) {
        Path json = folder.resolve("report.json");
        Path page = folder.resolve("report.html");
        assertThat(run(command + " --report " + json + " --html " + page).exitCode())
                .isZero();
        assertThat(json).content().contains("\"state\" : \"success\"");
        assertThat(page).content().contains("</html>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest --join latest", "resume latest", "retry latest"})
    void withoutALedgerThereIsNothingToGoOnWith(String command) {
        file = FakeCliContext.withoutLedger(folder, "sales");
        assertOneLine(
                run(command),
                2,
                file + ": workflowConfig.distributedExecution.ledger: is missing, and TRAWL_LEDGER_URL is not set;"
                        + " without a ledger no run is known");
        assertThat(here.ran).isNull();
        here.environment.put("TRAWL_LEDGER_URL", FakeCliContext.URL);
        assertThat(run(command).exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "ingest --join x", "resume x", "retry x"})
    void whatTheLedgerRefusesIsUsage(String command) {
        here.beforeItBegins = new TrawlException(FailureKind.INVALID, "run '20261122-081736-4f1e' is under way");
        assertOneLine(run(command), 2, "run '20261122-081736-4f1e' is under way");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TRANSIENT", "THROTTLED", "PERMISSION"})
    void aLedgerOutOfReachIsAnotherMatter(FailureKind kind) {
        here.beforeItBegins = new TrawlException(kind, "ledger: connection refused");
        assertOneLine(run("resume latest"), 3, "ledger: connection refused");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void onceARunHasBegunItIsTheSourceOrTheSink(FailureKind kind) {
        here.afterItBegan = new TrawlException(kind, "source: database 'd' does not exist");
        assertOneLine(run("ingest"), 3, "source: database 'd' does not exist");
    }

    @Test
    void belowTheThreshold() {
        here.result = SampleReports.eventful(State.FAILED);
        assertThat(run("retry latest").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "ingest --join latest", "resume latest", "retry latest"})
    void anInterruptedRunSaysHowToGoOn(String command) {
        here.signalled = true;
        here.result = SampleReports.empty(State.STOPPED);
        Cli.Result result = run(command).with(130);
        assertThat(here.stopped).isTrue();
        assertThat(result.err().lines())
                .last()
                .isEqualTo("trawl: interrupted; go on with: resume 20261122-081736-0000 -c " + file);
    }

    @Test
    void aRunStoppedFromElsewhereSaysSo() {
        here.result = SampleReports.empty(State.STOPPED);
        assertOneLine(run("ingest"), 130, "stopped; go on with: resume 20261122-081736-0000 -c " + file);
    }

    @Test
    void aFileWithAnOddNameIsQuotedForTheShell() throws Exception {
        Path odd = java.nio.file.Files.createDirectory(folder.resolve("it's odd"));
        file = FakeCliContext.withLedger(odd, "sales");
        here.result = SampleReports.empty(State.STOPPED);
        assertThat(run("ingest").err()).endsWith(" -c '" + folder + "/it'\\''s odd/sales.yaml'\n");
    }

    @Test
    void withoutALedgerAnInterruptedRunStartsAgain() {
        file = FakeCliContext.withoutLedger(folder, "sales");
        here.signalled = true;
        here.result = SampleReports.empty(State.STOPPED);
        Cli.Result result = run("ingest").with(130);
        assertThat(result.err().lines())
                .last()
                .isEqualTo("trawl: interrupted; without a ledger a run cannot be resumed: run the same command again");
    }

    /** Its arguments are the orchestrator's own, and it is not for people. */
    @Test
    void whatAnOrchestratorStartsIsACommandThatNoHelpShows() {
        assertThat(here.run("argo", "list", "--workflow=a").with(2).err())
                .isEqualTo("trawl: which step? there are: discover, finish, close" + System.lineSeparator());
        assertThat(here.run("argo", "close", "--workflow=no-such", "--as=w")
                        .with(78)
                        .err())
                .startsWith("trawl: workflow: 'no-such' is unknown");
        assertThat(here.run("--help").out()).contains("render").doesNotContain("  argo");
        assertThat(here.run("knative").exitCode()).isEqualTo(2);
    }

    @Test
    void theHelpSaysWhatTheOrchestratorsBring() {
        assertThat(here.run("ingest", "--help").out())
                .contains("--broker=URL", "With orchestrator: knative, the address of the broker;");
        assertThat(here.run("render", "--help").out())
                .contains("Prints the Argo Workflow of a run as YAML, for kubectl create -f -;");
        assertThat(here.run("check", "--help").out()).doesNotContain("--broker");
    }

    @Test
    void aSignalThatComesTooLateChangesNothing() {
        here.signalled = true;
        assertThat(run("ingest").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS, 0", "FAILED, 1"})
    void aSummaryThatCannotBeWrittenLeavesTheRunsExitCode(State state, int exitCode) throws Exception {
        here.result = SampleReports.empty(state);
        assertOneLine(
                here.runOnFullDisk("ingest", "-c", file, "--no-progress"),
                exitCode,
                "standard output cannot be written: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "ingest --help", "--version", "runs -c FILE"})
    void anythingElseThatCannotBeWrittenIsAFailure(String command) throws Exception {
        assertOneLine(
                here.runOnFullDisk(command.replace("FILE", file).split(" ")),
                3,
                "standard output cannot be written: No space left on device");
    }

    @Test
    void theHelpNamesEveryCommandAndExitCode() {
        assertThat(here.run("--help").out())
                .contains("ingest", "check", "plan", "discover", "runs", "report", "resume", "retry", "stop")
                .contains("130   interrupted or stopped");
        assertThat(here.run("resume", "--help").out())
                .contains("RUN", "-c, --config=FILE", "--allow-large-deletion", "--no-progress", "-v, --verbose");
        assertThat(here.run("ingest", "--help").out()).contains("--join=RUN");
    }
}
