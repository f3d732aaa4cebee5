package io.trawl.integration.argo;

import static io.trawl.integration.argo.PodSteps.RUN;
import static io.trawl.integration.argo.PodSteps.WORKFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.argo.pod.ArgoSteps;
import io.trawl.argo.pod.ShutdownSignal;
import io.trawl.argo.pod.StepRequest;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps that are led in pods, against a real ledger, source and catalog's contract. */
@Timeout(180)
@Tag("processes")
class ArgoStepsTest {

    private static final int TABLES = 9;

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
    }

    @TempDir
    Path folder;

    @AutoClose
    private PodSteps site;

    @BeforeEach
    void open() {
        site = new PodSteps(folder, server, Duration.ZERO, "parallelism: 4, entitiesPerBatch: 1");
    }

    private void pods(Cli.Result discovered) {
        pods(RUN, discovered);
    }

    private void pods(String run, Cli.Result discovered) {
        for (JsonNode lane : PodSteps.lanes(discovered)) {
            for (int pod = 0; pod < lane.get("pods").asInt(); pod++) {
                site.pod(run, lane.get("first").asInt() + pod, lane.get("of").asInt());
            }
        }
    }

    /** Of another run. */
    private static StepRequest request(String run) {
        return new StepRequest(WORKFLOW, run, true, false, null);
    }

    private RunRecord record() {
        return site.environment.latest(WORKFLOW);
    }

    /** Begins a run in the ledger, or resumes it. */
    private String prepare(RunStart start) {
        return site.environment.ask(ledger -> new IngestionEngine().prepare(ledger, site.workflow(), start));
    }

    private Report report() {
        return site.environment.report(WORKFLOW, RUN);
    }

    @Test
    void discoverPlansAndPrintsLanes() {
        Cli.Result discovered = site.discover().ok();
        assertThat(discovered.out())
                .isEqualTo("[{\"first\":0,\"pods\":3,\"of\":9},{\"first\":3,\"pods\":2,\"of\":9},"
                        + "{\"first\":5,\"pods\":2,\"of\":9},{\"first\":7,\"pods\":2,\"of\":9}]\n");
        assertThat(discovered.err())
                .contains("run " + RUN + ": entities listed: 9, batches open: 9, pods: 9 in 4 lanes; probably ");
        assertThat(discovered.err().lines()).allMatch(line -> line.startsWith("trawl: "));
        assertThat(site.environment.<Optional<String>>ask(ledger -> ledger.place(WORKFLOW, RUN)))
                .contains(PodSteps.PLACE);
        RunRecord record = record();
        assertThat(record.phase()).isEqualTo(Phase.INGESTION);
        assertThat(record.state()).as("handed over").isEqualTo(State.RUNNING);
        assertThat(record.run().mode()).isEqualTo("argo");
        assertThat(site.number("SELECT count(*) FROM trawl.run WHERE leader IS NOT NULL"))
                .isZero();
        assertThat(site.catalog.count("databaseSchema")).as("with public").isEqualTo(3);
        assertThat(site.catalog.count("table")).isZero();

        assertThat(site.discover().ok().out()).as("once more").isEqualTo(discovered.out());
        assertThat(site.open()).isEqualTo(TABLES);
    }

    @Test
    void aSchemaAndATagThatAreRefusedAreKnownToEveryPod() {
        String table = "svc.warehouse.plain_000.table_000000";
        site.catalog.refuse("databaseSchema", fqn -> fqn.endsWith(".plain_001"), 403);
        site.catalog.refuse("tag", fqn -> fqn.endsWith(".refused"), 400);
        for (String policy : List.of("refused", "fine")) {
            server.execute("warehouse", "CREATE POLICY " + policy + " ON plain_000.table_000000 USING (parent_id = 1)");
        }
        try {
            pods(site.discover().ok());
            site.finish().with(1);
        } finally {
            server.execute(
                    "warehouse",
                    "DROP POLICY refused ON plain_000.table_000000; DROP POLICY fine ON plain_000.table_000000");
        }

        Report report = report();
        assertThat(report.entities()).isEqualTo(new Report.Counts(9, 5, 0, 0, 1, 5, 0));
        assertThat(report.failures()).allSatisfy(failure -> assertThat(failure.message())
                .startsWith("metadata-rest refused databaseSchema 'svc.warehouse.plain_001': "));
        assertThat(report.warnings()).singleElement().asString().startsWith("tag PostgresPolicyTags.refused: left out");
        assertThat(site.catalog
                        .find("table", table)
                        .orElseThrow()
                        .document()
                        .path("tags")
                        .findValuesAsText("tagFQN"))
                .containsExactly("PostgresPolicyTags.fine");
    }

    @Test
    void byCostFewTablesAreOnePod() {
        site.write(yaml -> yaml.execution("parallelism: 4"));
        assertThat(site.discover().ok().out()).isEqualTo("[{\"first\":0,\"pods\":1,\"of\":1}]\n");
    }

    @Test
    void connectionsBoundTheLanes() {
        site.write(yaml -> yaml.execution("parallelism: 4, maxSourceConnections: 2, entitiesPerBatch: 3"));
        Cli.Result discovered = site.discover().ok();
        assertThat(PodSteps.lanes(discovered)).hasSize(2);
        assertThat(discovered.err()).contains("maxSourceConnections allows, which is 2; parallelism is 4");
    }

    @Test
    void aRunFromItsFirstStepToItsLast() {
        pods(site.discover().ok());
        assertThat(site.open()).isZero();
        Cli.Result finished = site.finish().ok();
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).contains("Workflow Summary: warehouse", "ingested 9");
        assertThat(site.environment.faults()).isEmpty();
        assertThat(report().state()).isEqualTo(State.SUCCESS);

        long requests = site.catalog.requestCount();
        assertThat(site.finish().ok().err()).as("once more").contains("Workflow Summary: warehouse");
        site.closeRun().ok();
        assertThat(report().state()).isEqualTo(State.SUCCESS);
        assertThat(site.discover().ok().out()).isEqualTo("[]\n");
        assertThat(site.catalog.requestCount()).isEqualTo(requests);
    }

    @Test
    void whatIsUnchangedIsNotWrittenByTheNextRun() {
        pods(site.discover().ok());
        site.finish().ok();
        StepRequest second = request("second");
        pods("second", site.discover(second).ok());
        assertThat(site.finish(second).ok().err()).contains("ingested 0, unchanged 9");
        assertThat(site.environment.faults()).isEmpty();
    }

    @Test
    void whatNoPodHasDoneFails() {
        site.discover().ok();
        site.pod(RUN, 0, TABLES);
        Cli.Result finished = site.finish().with(1);
        assertThat(finished.err()).contains("no pod has brought it to its end");
        Report report = report();
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.entities().failed()).isEqualTo(TABLES - 1);
        assertThat(report.entities().ingested()).isEqualTo(1);
        assertThat(report.failures()).allMatch(failure -> failure.message().equals("no pod has brought it to its end"));
        assertThat(site.catalog.count("table")).isEqualTo(1);

        site.write(yaml -> yaml.execution("parallelism: 4, entitiesPerBatch: 1").config("raiseOnError: false"));
        site.finish().ok();
    }

    @Test
    void whatAPodThatWasLostHasIsWaitedForAndThenFails() {
        site.discover().ok();
        try (DurableLedger ledger = site.environment.openLedger();
                DurableRunLedger lost =
                        ledger.work(WORKFLOW, RUN, site.workflow().digest()).orElseThrow()) {
            assertThat(lost.claim(4)).hasSize(4);
            site.change("UPDATE trawl.batch SET session_no = -1, token = -token WHERE claimed");
            site.finish().with(1);
        }
        assertThat(report().entities().failed()).isEqualTo(TABLES);
    }

    @Test
    void whatPausesIsWaitedForAndThenFails() {
        site.discover().ok();
        site.change("UPDATE trawl.batch SET due = clock_timestamp() + interval '2 seconds', attempt = 2 WHERE no = 3");
        site.finish().with(1);
        assertThat(report().entities().failed()).isEqualTo(TABLES);
    }

    @Test
    void nothingToIngestIsNoLane() {
        server.createDatabase("nothing");
        site.write(yaml -> yaml.connection("database: nothing"));
        assertThat(site.discover().ok().out()).isEqualTo("[]\n");
        site.finish().ok();
        assertThat(report().state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void aRunThatHasBegunElsewhereIsGoneOnWith() {
        String run = prepare(RunStart.anew());
        site.discover(new StepRequest(WORKFLOW, run, false, false, null)).ok();
        assertThat(site.open()).isEqualTo(TABLES);
        StepRequest unknown = new StepRequest(WORKFLOW, "nobody-knows", false, false, null);
        assertThat(site.discover(unknown).with(78).err()).contains("nobody-knows", "is not in the ledger");
        assertThat(site.finish(unknown).with(78).err()).contains("nobody-knows", "is not in the ledger");
        site.closeRun(unknown).ok();
    }

    @Test
    void whoLedAndWasKilledIsWaitedFor() {
        site.discover().ok();
        site.change("UPDATE trawl.run SET leader = 'killed', leader_until = clock_timestamp() + interval '2 seconds',"
                + " phase = 'DISCOVERY'");
        site.discover().ok();
        site.change("UPDATE trawl.run SET leader = 'killed', leader_until = clock_timestamp() + interval '2 seconds'");
        site.finish().with(1);
    }

    @Test
    void whoLeadsForLongIsNotWaitedForForEver() {
        site.discover().ok();
        site.change("UPDATE trawl.run SET leader = 'alive', leader_until = clock_timestamp() + interval '1 hour'");
        for (PodSteps.Step call : new PodSteps.Step[] {
            steps -> steps.discover(PodSteps.request(), new ShutdownSignal()),
            steps -> steps.finish(PodSteps.request(), new ShutdownSignal()),
            steps -> steps.close(PodSteps.request())
        }) {
            assertThat(site.step(Map.of(), Duration.ofMillis(100), call)
                            .with(75)
                            .err())
                    .contains("run " + RUN + ": another process has led it for");
        }
        assertThat(record().state()).isEqualTo(State.RUNNING);
    }

    private interface LedStep {
        int of(ArgoSteps steps, StepRequest request, ShutdownSignal leaving);
    }

    /** A step whose process has been told to end. */
    private Cli.Result leave(LedStep step) {
        ShutdownSignal leaving = new ShutdownSignal();
        leaving.leave();
        return site.step(Map.of(), Duration.ofSeconds(30), steps -> step.of(steps, PodSteps.request(), leaving));
    }

    @Test
    void whoIsToldToEndHandsTheRunOver() {
        Cli.Result discovered = leave(ArgoSteps::discover).with(75);
        assertThat(discovered.out()).isEmpty();
        assertThat(record().phase()).isEqualTo(Phase.DISCOVERY);
        pods(site.discover().ok());
        leave(ArgoSteps::finish).with(75);
        site.finish().ok();
        assertThat(site.environment.faults()).isEmpty();
    }

    @Test
    void finishDoesNotComeBeforeDiscover() {
        prepare(RunStart.anew(RUN));
        assertThat(site.finish().with(78).err()).contains("discover comes before finish");
    }

    @Test
    void anotherRunUnderWayIsALineAndNotTriedAgain() {
        site.discover().ok();
        StepRequest other = request("another");
        assertThat(site.discover(other).with(78).err().lines())
                .singleElement()
                .asString()
                .contains(RUN);
    }

    @Test
    void aStoppedRunIsNotGoneOnWith() {
        site.discover().ok();
        site.environment.ask(ledger -> ledger.stop(WORKFLOW, RUN));
        assertThat(site.discover().with(1).err()).contains("was stopped");
        assertThat(site.finish().with(1).err()).contains("was stopped");
        assertThat(record().state()).isEqualTo(State.STOPPED);
        site.closeRun().ok();
    }

    @Test
    void aRunThatALaterOneHasFollowedIsOver() {
        site.discover().ok();
        site.change("UPDATE trawl.run SET handed_over_until = clock_timestamp()");
        prepare(RunStart.anew("later"));
        assertThat(site.discover().with(1).err()).contains("a later one of its workflow has begun");
        assertThat(site.finish().with(1).err()).contains("a later one of its workflow has begun");
        site.closeRun().ok();
        assertThat(record().run().runId()).isEqualTo("later");
        assertThat(record().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void closeStopsWhatHasNotEndedSoThatItCanBeResumed() {
        site.closeRun().ok();
        assertThat(site.number("SELECT count(*) FROM trawl.run")).isZero();
        site.discover().ok();
        site.pod(RUN, 2, TABLES);
        assertThat(site.closeRun().ok().err()).contains("run " + RUN + ": had not ended, and is stopped now");
        assertThat(record().state()).isEqualTo(State.STOPPED);
        assertThat(prepare(RunStart.resume(RUN))).isEqualTo(RUN);
        assertThat(PodSteps.lanes(site.discover().ok())).hasSize(4);
        for (int pod = 0; pod < TABLES - 1; pod++) {
            site.pod(RUN, pod, TABLES - 1);
        }
        site.finish().ok();
        assertThat(site.environment.faults()).isEmpty();
    }

    @Test
    void closeEndsAsFailedWhatTookTooLong() {
        site.discover().ok();
        site.change("UPDATE trawl.run SET started_at = started_at - interval '86401 seconds'");
        assertThat(site.closeRun().ok().err()).contains("is failed now");
        Report report = report();
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.warnings())
                .containsExactly("workflowConfig.distributedExecution.timeoutSeconds: the run took longer than 86400 s"
                        + " and was ended");
        site.closeRun().ok();
        site.finish().with(1);
    }

    @Test
    void whatCannotBeReachedIsTriedAgain() {
        site.environment.source.refuse();
        assertThat(site.discover().with(75).err()).contains(site.environment.source.hostPort());
        site.environment.source.heal();
        site.catalog.plan(request -> true, 1_000, Answer.status(503));
        assertThat(site.discover().with(75).err()).contains("503");
        site.catalog.heal();
        pods(site.discover().ok());
        site.catalog.plan(request -> true, 1_000, Answer.status(503));
        site.finish().with(75);
        site.catalog.heal();
        site.finish().ok();
        assertThat(site.environment.faults()).isEmpty();
    }

    private Cli.Result discoverWith(Map<String, String> variables) {
        return site.step(
                variables, Duration.ofSeconds(1), steps -> steps.discover(PodSteps.request(), new ShutdownSignal()));
    }

    @Test
    void whatIsNotPermittedIsNot() {
        Cli.Result wrongUser = discoverWith(Map.of("SOURCE_USER", "nobody")).with(77);
        assertThat(wrongUser.err()).contains("nobody");
        assertThat(wrongUser.out()).isEmpty();
        assertThat(discoverWith(Map.of("TRAWL_LEDGER_USERNAME", "nobody"))
                        .with(77)
                        .err())
                .contains("nobody");
    }

    @Test
    void aWorkflowThatIsWrongIsALine() {
        StepRequest unknown = new StepRequest("no-such", RUN, true, false, null);
        assertThat(site.discover(unknown).with(78).err())
                .isEqualTo("trawl: workflow: 'no-such' is unknown: there is no no-such.yaml in the folder of workflows"
                        + " (TRAWL_WORKFLOWS)\n");
        site.write(yaml -> yaml.execution("parallelism: many"));
        assertThat(site.discover().with(78).err()).contains("'many' is not a whole number");
        site.closeRun().with(78);
        site.write(yaml -> yaml.execution("orchestrator: local"));
        assertThat(site.discover().with(78).err())
                .contains("'warehouse' has no pods: its workflowConfig.distributedExecution.orchestrator is not argo");
    }

    @Test
    void whatIsGoneIsDeletedByFinish() {
        server.execute("warehouse", "CREATE TABLE plain_000.extra (id int)");
        pods(site.discover().ok());
        site.finish().ok();
        server.execute("warehouse", "DROP TABLE plain_000.extra");
        StepRequest second = new StepRequest(WORKFLOW, "second", true, true, null);
        pods("second", site.discover(second).ok());
        site.finish(second).ok();
        assertThat(site.catalog
                        .find("table", "svc.warehouse.plain_000.extra")
                        .orElseThrow()
                        .deleted())
                .isTrue();
    }
}
