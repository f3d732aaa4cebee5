package io.trawl.discovery.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.ledger.Await;
import io.trawl.discovery.ledger.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user at a laptop sees of runs in Argo that fail. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class ArgoFailuresIT {

    private static final int TABLES = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static EmbeddedDatabase server;
    private static Laptop site;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 4, 2).fill(server, "warehouse");
        site = new Laptop(folder, server, cluster -> cluster.strictReferences(true));
    }

    @AfterAll
    static void stop() {
        site.close();
        server.close();
    }

    @AfterEach
    void nothingRuns() throws InterruptedException {
        site.killCommands();
        site.catalog.heal();
        site.awaitAll();
    }

    private static void succeeded(Cli.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void belowTheThreshold() throws Exception {
        String file = site.add("below", "parallelism: 2");
        site.catalog.plan(
                request -> request.method().equals("PUT")
                        && request.path().startsWith("/tables")
                        && request.bodyBytes() > 2,
                3,
                Answer.status(403));
        Cli.Result result = site.run("ingest", "-c", file, "--no-progress");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("PERMISSION", "state: failed");
        String run = site.latest("below").run().runId();
        assertThat(site.completed(Laptop.workflowOf(run))).isEqualTo("Failed");

        site.catalog.heal();
        succeeded(site.run("retry", "latest", "-c", file, "--no-progress"));
        assertThat(site.latest("below").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void whoDeletesTheWorkflowStopsTheRun() throws Exception {
        String file = site.add("deleted", "parallelism: 2");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(0);
        Cli ingest = site.begin("ingest", "-c", file, "--no-progress");
        Await.until(() -> site.latest("deleted").toString(), gate::holds);
        site.cluster.delete(Laptop.workflowOf(site.latest("deleted").run().runId()));
        gate.open();
        Cli.Result result = site.checked(ingest.await());
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
        assertThat(result.err()).contains("trawl: warning: Workflow trawl-", " was deleted");
        assertThat(site.run("report", "latest", "-c", file).out()).contains(" was deleted");
        assertThat(site.latest("deleted").state()).isEqualTo(Report.State.STOPPED);
    }

    @Test
    void aWorkerThatCannotLogInIsNotTriedAgain() throws Exception {
        String file = site.add("locked", "parallelism: 2\n    image: trawl/worker-without-token");
        Cli.Result result = site.run("ingest", "-c", file, "--no-progress");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("state: failed", "failed 40", "PERMISSION");
        String name = Laptop.workflowOf(site.latest("locked").run().runId());
        assertThat(site.completed(name)).isEqualTo("Failed");
        assertThat(site.pods(name, "ingest")).singleElement().satisfies(pod -> assertThat(pod.exitCode())
                .hasValue(77));
    }

    @Test
    void aWorkerThatDoesNotReachTheSourceIsTriedAgainAsThePolicySays() throws Exception {
        // No pause is shorter than 15 s, and no pod waits longer than 10 s: it ends and is started again.
        String policy = "retryPolicy: {maxAttempts: 2, backoffSeconds: 30, backoffFactor: 1}";
        String file = site.add("unreachable", "parallelism: 2\n    image: trawl/worker-without-source\n    " + policy);
        Cli.Result result = site.run("ingest", "-c", file, "--no-progress");
        assertThat(result.exitCode()).as(result + " " + site.cluster.pods()).isEqualTo(1);
        assertThat(result.out()).contains("state: failed", "failed 40", "TRANSIENT");
        String name = Laptop.workflowOf(site.latest("unreachable").run().runId());
        assertThat(site.completed(name)).isEqualTo("Failed");
        assertThat(site.pods(name, "ingest"))
                .extracting(pod -> pod.exitCode().orElse(0))
                .containsExactly(75, 1);
    }

    @Test
    void aSourceThatIsAwayFailsTheRunBeforeAnythingElse() throws Exception {
        String file = site.add("away-source", "parallelism: 2");
        site.server.execute("postgres", "ALTER DATABASE warehouse ALLOW_CONNECTIONS false");
        try {
            Cli.Result result = site.run("ingest", "-c", file, "--no-progress");
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
            assertThat(result.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("trawl: Workflow trawl-")
                    .contains(" is Failed: ", "step 'discover'", "warehouse");
        } finally {
            site.server.execute("postgres", "ALTER DATABASE warehouse ALLOW_CONNECTIONS true");
        }
        assertThat(site.latest("away-source").state()).isEqualTo(Report.State.STOPPED);
    }
}
