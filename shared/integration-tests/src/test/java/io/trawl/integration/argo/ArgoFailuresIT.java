package io.trawl.integration.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user of the command line sees of runs in Argo that fail. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class ArgoFailuresIT {

    private static final int TABLES = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @AutoClose
    private static EmbeddedDatabase server;

    @AutoClose
    private static PackagedArgo site;

    @BeforeAll
    static void start() throws IOException {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
        site = new PackagedArgo(folder, server, Duration.ZERO, cluster -> cluster.strictReferences(true));
    }

    @AfterEach
    void reset() throws InterruptedException {
        site.reset();
    }

    @Test
    void belowTheThreshold() throws Exception {
        site.add("below", "parallelism: 2");
        site.catalog.plan(
                request -> request.method().equals("PUT")
                        && request.path().startsWith("/tables")
                        && request.bodyBytes() > 2,
                3,
                Answer.status(403));
        assertThat(site.run("ingest", "--no-progress").with(1).out()).contains("PERMISSION", "state: failed");
        assertThat(site.completed(site.workflowOf("below"))).isEqualTo("Failed");

        site.catalog.heal();
        site.run("retry", "latest", "--no-progress").ok();
        assertThat(site.environment.latest("below").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void whoDeletesTheWorkflowStopsTheRun() throws Exception {
        site.add("deleted", "parallelism: 2");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(0);
        Cli ingest = site.environment.start("ingest", "--no-progress");
        Await.until(() -> site.environment.latest("deleted").toString(), gate::holds);
        site.cluster.delete(site.workflowOf("deleted"));
        gate.open();
        assertThat(site.checked(ingest.await()).with(130).err())
                .contains("trawl: warning: Workflow trawl-", " was deleted");
        assertThat(site.run("report", "latest").out()).contains(" was deleted");
        assertThat(site.environment.latest("deleted").state()).isEqualTo(Report.State.STOPPED);
    }

    @Test
    void aWorkerThatCannotLogInIsNotTriedAgain() throws Exception {
        site.add("locked", "parallelism: 2, image: trawl/worker-without-token");
        Cli.Result result = site.run("ingest", "--no-progress").with(1);
        assertThat(result.out()).contains("state: failed", "failed 40", "PERMISSION");
        String name = site.workflowOf("locked");
        assertThat(site.completed(name)).isEqualTo("Failed");
        assertThat(site.workers(name)).singleElement().satisfies(pod -> assertThat(pod.exitCode())
                .hasValue(77));
    }

    @Test
    void aWorkerThatDoesNotReachTheSourceIsTriedAgainAsThePolicySays() throws Exception {
        // No pause is shorter than 15 s, and no pod waits longer than 10 s: it ends and is started again.
        String policy = "retryPolicy: {maxAttempts: 2, backoffSeconds: 30, backoffFactor: 1}";
        site.add("unreachable", "parallelism: 2, image: trawl/worker-without-source, " + policy);
        Cli.Result result = site.run("ingest", "--no-progress").with(1);
        assertThat(result.out()).contains("state: failed", "failed 40", "TRANSIENT");
        String name = site.workflowOf("unreachable");
        assertThat(site.completed(name)).isEqualTo("Failed");
        assertThat(site.workers(name))
                .extracting(pod -> pod.exitCode().orElse(0))
                .containsExactly(75, 1);
    }

    @Test
    void aSourceThatIsAwayFailsTheRunBeforeAnythingElse() throws Exception {
        site.add("away-source", "parallelism: 2");
        server.execute("postgres", "ALTER DATABASE warehouse ALLOW_CONNECTIONS false");
        try {
            Cli.Result result = site.run("ingest", "--no-progress").with(3);
            assertThat(result.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("trawl: Workflow trawl-")
                    .contains(" is Failed: ", "step 'discover'", "warehouse");
        } finally {
            server.execute("postgres", "ALTER DATABASE warehouse ALLOW_CONNECTIONS true");
        }
        assertThat(site.environment.latest("away-source").state()).isEqualTo(Report.State.STOPPED);
    }
}
