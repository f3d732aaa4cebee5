package io.trawl.discovery.argo;

import static io.trawl.discovery.argo.ArgoSite.RUN;
import static io.trawl.discovery.argo.ArgoSite.WORKFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.argo.pod.ShutdownSignal;
import io.trawl.argo.pod.StepRequest;
import io.trawl.discovery.argo.ArgoSite.Ended;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
    private static EmbeddedDatabase server;
    private static CatalogAudit audit;

    @TempDir
    Path folder;

    private ArgoSite site;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 4, 2).fill(server, "warehouse");
        audit = new CatalogAudit(ArgoSite.SERVICE, server, "warehouse");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        site = new ArgoSite(folder, server, "parallelism: 4", "entitiesPerBatch: 1");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void pods(Ended discovered) {
        pods(RUN, discovered);
    }

    private void pods(String run, Ended discovered) {
        for (JsonNode lane : discovered.lanes()) {
            for (int pod = 0; pod < lane.get("pods").asInt(); pod++) {
                site.pod(run, lane.get("first").asInt() + pod, lane.get("of").asInt());
            }
        }
    }

    private RunRecord record() {
        try (DurableLedger ledger = site.ledger()) {
            return ledger.run(WORKFLOW, RUN).orElseThrow();
        }
    }

    private Report report() {
        try (DurableLedger ledger = site.ledger()) {
            return ledger.report(WORKFLOW, RUN);
        }
    }

    @Test
    void discoverPlansAndPrintsLanes() {
        Ended discovered = site.discover().with(0);
        assertThat(discovered.out())
                .isEqualTo("[{\"first\":0,\"pods\":3,\"of\":9},{\"first\":3,\"pods\":2,\"of\":9},"
                        + "{\"first\":5,\"pods\":2,\"of\":9},{\"first\":7,\"pods\":2,\"of\":9}]\n");
        assertThat(discovered.err())
                .contains("run " + RUN + ": entities listed: 9, batches open: 9, pods: 9 in 4 lanes; probably ");
        assertThat(discovered.err().lines()).allMatch(line -> line.startsWith("trawl: "));
        try (DurableLedger ledger = site.ledger()) {
            assertThat(ledger.place(WORKFLOW, RUN)).contains(ArgoSite.PLACE);
        }
        RunRecord record = record();
        assertThat(record.phase()).isEqualTo(Phase.INGESTION);
        assertThat(record.state()).as("handed over").isEqualTo(State.RUNNING);
        assertThat(record.run().mode()).isEqualTo("argo");
        assertThat(site.number("SELECT count(*) FROM trawl.run WHERE leader IS NOT NULL"))
                .isZero();
        assertThat(site.catalog.count("databaseSchema")).as("with public").isEqualTo(3);
        assertThat(site.catalog.count("table")).isZero();

        assertThat(site.discover().with(0).out()).as("once more").isEqualTo(discovered.out());
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
            pods(site.discover().with(0));
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
    void byCostFewTablesAreOnePod() throws IOException {
        site.write("parallelism: 4");
        assertThat(site.discover().with(0).out()).isEqualTo("[{\"first\":0,\"pods\":1,\"of\":1}]\n");
    }

    @Test
    void connectionsBoundTheLanes() throws IOException {
        site.write("parallelism: 4", "maxSourceConnections: 2", "entitiesPerBatch: 3");
        Ended discovered = site.discover().with(0);
        assertThat(discovered.lanes()).hasSize(2);
        assertThat(discovered.err()).contains("maxSourceConnections allows, which is 2; parallelism is 4");
    }

    @Test
    void aRunFromItsFirstStepToItsLast() {
        pods(site.discover().with(0));
        assertThat(site.open()).isZero();
        Ended finished = site.finish().with(0);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).contains("Workflow Summary: warehouse", "ingested 9");
        assertThat(audit.faults(site.catalog)).isEmpty();
        assertThat(report().state()).isEqualTo(State.SUCCESS);

        long requests = site.catalog.requestCount();
        assertThat(site.finish().with(0).err()).as("once more").contains("Workflow Summary: warehouse");
        site.closeRun().with(0);
        assertThat(report().state()).isEqualTo(State.SUCCESS);
        assertThat(site.discover().with(0).out()).isEqualTo("[]\n");
        assertThat(site.catalog.requestCount()).isEqualTo(requests);
    }

    @Test
    void whatIsUnchangedIsNotWrittenByTheNextRun() {
        pods(site.discover().with(0));
        site.finish().with(0);
        StepRequest second = new StepRequest(WORKFLOW, "second", true, false, null);
        pods(
                "second",
                site.step(steps -> steps.discover(second, new ShutdownSignal())).with(0));
        assertThat(site.step(steps -> steps.finish(second, new ShutdownSignal()))
                        .with(0)
                        .err())
                .contains("ingested 0, unchanged 9");
        assertThat(audit.faults(site.catalog)).isEmpty();
    }

    @Test
    void whatNoPodHasDoneFails() throws IOException {
        site.discover().with(0);
        site.pod(0, TABLES);
        Ended finished = site.finish().with(1);
        assertThat(finished.err()).contains("no pod has brought it to its end");
        Report report = report();
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.entities().failed()).isEqualTo(TABLES - 1);
        assertThat(report.entities().ingested()).isEqualTo(1);
        assertThat(report.failures()).allMatch(failure -> failure.message().equals("no pod has brought it to its end"));
        assertThat(site.catalog.count("table")).isEqualTo(1);

        Path file = site.workflows.resolve(WORKFLOW + ".yaml");
        Files.writeString(file, Files.readString(file).replace("successThreshold: 100", "raiseOnError: false"));
        site.finish().with(0);
    }

    @Test
    void whatAPodThatWasLostHasIsWaitedForAndThenFails() {
        site.discover().with(0);
        try (DurableLedger ledger = site.ledger();
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
        site.discover().with(0);
        site.change("UPDATE trawl.batch SET due = clock_timestamp() + interval '2 seconds', attempt = 2 WHERE no = 3");
        site.finish().with(1);
        assertThat(report().entities().failed()).isEqualTo(TABLES);
    }

    @Test
    void nothingToIngestIsNoLane() throws Exception {
        server.createDatabase("nothing");
        Path file = site.workflows.resolve(WORKFLOW + ".yaml");
        Files.writeString(file, Files.readString(file).replace("database: warehouse", "database: nothing"));
        assertThat(site.discover().with(0).out()).isEqualTo("[]\n");
        site.finish().with(0);
        assertThat(report().state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void aRunThatHasBegunElsewhereIsGoneOnWith() {
        try (DurableLedger ledger = site.ledger()) {
            String run = new IngestionEngine().prepare(ledger, site.workflow(), RunStart.anew());
            StepRequest request = new StepRequest(WORKFLOW, run, false, false, null);
            site.step(steps -> steps.discover(request, new ShutdownSignal())).with(0);
            assertThat(site.open()).isEqualTo(TABLES);
        }
        StepRequest unknown = new StepRequest(WORKFLOW, "nobody-knows", false, false, null);
        assertThat(site.step(steps -> steps.discover(unknown, new ShutdownSignal()))
                        .with(78)
                        .err())
                .contains("nobody-knows", "is not in the ledger");
        assertThat(site.step(steps -> steps.finish(unknown, new ShutdownSignal()))
                        .with(78)
                        .err())
                .contains("nobody-knows", "is not in the ledger");
        site.step(steps -> steps.close(unknown)).with(0);
    }

    @Test
    void whoLedAndWasKilledIsWaitedFor() {
        site.discover().with(0);
        site.change("UPDATE trawl.run SET leader = 'killed', leader_until = clock_timestamp() + interval '2 seconds',"
                + " phase = 'DISCOVERY'");
        site.discover().with(0);
        site.change("UPDATE trawl.run SET leader = 'killed', leader_until = clock_timestamp() + interval '2 seconds'");
        site.finish().with(1);
    }

    @Test
    void whoLeadsForLongIsNotWaitedForForEver() {
        site.discover().with(0);
        site.change("UPDATE trawl.run SET leader = 'alive', leader_until = clock_timestamp() + interval '1 hour'");
        for (ArgoSite.StepCall call : new ArgoSite.StepCall[] {
            steps -> steps.discover(ArgoSite.request(), new ShutdownSignal()),
            steps -> steps.finish(ArgoSite.request(), new ShutdownSignal()),
            steps -> steps.close(ArgoSite.request())
        }) {
            assertThat(site.step(Map.of(), Duration.ofMillis(100), call)
                            .with(75)
                            .err())
                    .contains("run " + RUN + ": another process has led it for");
        }
        assertThat(record().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void whoIsToldToEndHandsTheRunOver() {
        Ended discovered = site.step(steps -> {
                    ShutdownSignal leaving = new ShutdownSignal();
                    leaving.leave();
                    return steps.discover(ArgoSite.request(), leaving);
                })
                .with(75);
        assertThat(discovered.out()).isEmpty();
        assertThat(record().phase()).isEqualTo(Phase.DISCOVERY);
        pods(site.discover().with(0));
        site.step(steps -> {
                    ShutdownSignal leaving = new ShutdownSignal();
                    leaving.leave();
                    return steps.finish(ArgoSite.request(), leaving);
                })
                .with(75);
        site.finish().with(0);
        assertThat(audit.faults(site.catalog)).isEmpty();
    }

    @Test
    void finishDoesNotComeBeforeDiscover() {
        try (DurableLedger ledger = site.ledger()) {
            new IngestionEngine().prepare(ledger, site.workflow(), RunStart.anew(RUN));
        }
        assertThat(site.finish().with(78).err()).contains("discover comes before finish");
    }

    @Test
    void anotherRunUnderWayIsALineAndNotTriedAgain() {
        site.discover().with(0);
        StepRequest other = new StepRequest(WORKFLOW, "another", true, false, null);
        assertThat(site.step(steps -> steps.discover(other, new ShutdownSignal()))
                        .with(78)
                        .err()
                        .lines())
                .singleElement()
                .asString()
                .contains(RUN);
    }

    @Test
    void aStoppedRunIsNotGoneOnWith() {
        site.discover().with(0);
        try (DurableLedger ledger = site.ledger()) {
            ledger.stop(WORKFLOW, RUN);
        }
        assertThat(site.discover().with(1).err()).contains("was stopped");
        assertThat(site.finish().with(1).err()).contains("was stopped");
        assertThat(record().state()).isEqualTo(State.STOPPED);
        site.closeRun().with(0);
    }

    @Test
    void aRunThatALaterOneHasFollowedIsOver() {
        site.discover().with(0);
        site.change("UPDATE trawl.run SET handed_over_until = clock_timestamp()");
        try (DurableLedger ledger = site.ledger()) {
            new IngestionEngine().prepare(ledger, site.workflow(), RunStart.anew("later"));
        }
        assertThat(site.discover().with(1).err()).contains("a later one of its workflow has begun");
        assertThat(site.finish().with(1).err()).contains("a later one of its workflow has begun");
        site.closeRun().with(0);
        try (DurableLedger ledger = site.ledger()) {
            assertThat(ledger.run(WORKFLOW, "later").orElseThrow().state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void closeStopsWhatHasNotEndedSoThatItCanBeResumed() {
        site.closeRun().with(0);
        assertThat(site.number("SELECT count(*) FROM trawl.run")).isZero();
        site.discover().with(0);
        site.pod(2, TABLES);
        assertThat(site.closeRun().with(0).err()).contains("run " + RUN + ": had not ended, and is stopped now");
        assertThat(record().state()).isEqualTo(State.STOPPED);
        try (DurableLedger ledger = site.ledger()) {
            assertThat(new IngestionEngine().prepare(ledger, site.workflow(), RunStart.resume(RUN)))
                    .isEqualTo(RUN);
        }
        assertThat(site.discover().with(0).lanes()).hasSize(4);
        for (int pod = 0; pod < TABLES - 1; pod++) {
            site.pod(pod, TABLES - 1);
        }
        site.finish().with(0);
        assertThat(audit.faults(site.catalog)).isEmpty();
    }

    @Test
    void closeEndsAsFailedWhatTookTooLong() {
        site.discover().with(0);
        site.change("UPDATE trawl.run SET started_at = started_at - interval '86401 seconds'");
        assertThat(site.closeRun().with(0).err()).contains("is failed now");
        Report report = report();
        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.warnings())
                .containsExactly("workflowConfig.distributedExecution.timeoutSeconds: the run took longer than 86400 s"
                        + " and was ended");
        site.closeRun().with(0);
        site.finish().with(1);
    }

    @Test
    void whatCannotBeReachedIsTriedAgain() {
        site.source.refuse();
        assertThat(site.discover().with(75).err()).contains(site.source.hostPort());
        site.source.heal();
        site.catalog.plan(request -> true, 1_000, Answer.status(503));
        assertThat(site.discover().with(75).err()).contains("503");
        site.catalog.heal();
        pods(site.discover().with(0));
        site.catalog.plan(request -> true, 1_000, Answer.status(503));
        site.finish().with(75);
        site.catalog.heal();
        site.finish().with(0);
        assertThat(audit.faults(site.catalog)).isEmpty();
    }

    @Test
    void whatIsNotPermittedIsNot() {
        Ended wrongUser = site.step(
                Map.of("SOURCE_USER", "nobody"),
                Duration.ofSeconds(1),
                steps -> steps.discover(ArgoSite.request(), new ShutdownSignal()));
        assertThat(wrongUser.with(77).err()).contains("nobody");
        assertThat(wrongUser.out()).isEmpty();
        assertThat(site.step(
                                Map.of("TRAWL_LEDGER_USERNAME", "nobody"),
                                Duration.ofSeconds(1),
                                steps -> steps.discover(ArgoSite.request(), new ShutdownSignal()))
                        .with(77)
                        .err())
                .contains("nobody");
    }

    @Test
    void aWorkflowThatIsWrongIsALine() throws IOException {
        StepRequest unknown = new StepRequest("no-such", RUN, true, false, null);
        assertThat(site.step(steps -> steps.discover(unknown, new ShutdownSignal()))
                        .with(78)
                        .err())
                .isEqualTo("trawl: workflow: 'no-such' is unknown: there is no no-such.yaml in the folder of workflows"
                        + " (TRAWL_WORKFLOWS)\n");
        site.write("parallelism: many");
        assertThat(site.discover().with(78).err()).contains("'many' is not a whole number");
        site.closeRun().with(78);
        Path file = site.workflows.resolve(WORKFLOW + ".yaml");
        site.write("parallelism: 1");
        Files.writeString(file, Files.readString(file).replace("orchestrator: argo", "orchestrator: local"));
        assertThat(site.discover().with(78).err())
                .contains("'warehouse' has no pods: its workflowConfig.distributedExecution.orchestrator is not argo");
    }

    @Test
    void whatIsGoneIsDeletedByFinish() throws Exception {
        server.execute("warehouse", "CREATE TABLE plain_000.extra (id int)");
        pods(site.discover().with(0));
        site.finish().with(0);
        server.execute("warehouse", "DROP TABLE plain_000.extra");
        StepRequest second = new StepRequest(WORKFLOW, "second", true, true, null);
        pods(
                "second",
                site.step(steps -> steps.discover(second, new ShutdownSignal())).with(0));
        site.step(steps -> steps.finish(second, new ShutdownSignal())).with(0);
        assertThat(site.catalog
                        .find("table", "svc.warehouse.plain_000.extra")
                        .orElseThrow()
                        .deleted())
                .isTrue();
    }
}
