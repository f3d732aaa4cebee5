package io.trawl.integration.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
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

/** What a user of the command line sees of runs in Argo. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class ArgoIngestIT {

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
    void aRunIsFollowedToItsEnd() throws Exception {
        site.add("followed", "parallelism: 2");
        Cli.Result result = site.run("ingest", "--report", "report.json", "--html", "report.html")
                .ok();
        assertThat(result.out()).contains("Workflow Summary: followed", "ingested 40", "(argo mode)", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 40 of 40 entities after ");
        assertThat(site.environment.faults("followed")).isEmpty();
        assertThat(site.completed(site.workflowOf("followed"))).isEqualTo("Succeeded");

        Cli.Result report = site.run("report", "latest");
        assertThat(report.out()).isEqualTo(result.out());
    }

    @Test
    void aPodForEachEntity() throws Exception {
        site.add("each", "parallelism: 3, entitiesPerBatch: 1", "tableFilterPattern: {includes: ['table_00000.*']}");
        site.run("ingest", "--no-progress").ok();
        String name = site.workflowOf("each");
        assertThat(PackagedArgo.mostAtOnce(site.workers(name))).isEqualTo(3);
        assertThat(site.workers(name)).hasSize(10);
    }

    @Test
    void whoDoesNotWaitIsToldTheName() throws Exception {
        site.add("away", "parallelism: 2, waitForCompletion: false");
        Cli.Result result = site.run("ingest").ok();
        assertThat(result.out().lines())
                .singleElement()
                .asString()
                .matches("run (\\S+) has begun as Workflow trawl-\\1 in namespace \\S+; see how it stands with:"
                        + " report \\1 -c \\S+/away.yaml");
        assertThat(result.err()).isEmpty();
        Await.until(
                () -> site.environment.latest("away").toString(),
                () -> site.environment.latest("away").endedAt() != null);
        assertThat(site.environment.latest("away").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void anInterruptLeavesTheRunWhereItIs() throws Exception {
        String file = site.add("left", "parallelism: 2");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(0);
        Cli cli = site.environment.start("ingest", "--no-progress");
        Await.until(() -> site.environment.latest("left").toString(), gate::holds);
        cli.signal("TERM");
        Cli.Result result = site.checked(cli.await());
        String run = site.environment.latest("left").run().runId();
        result.with(130);
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .startsWith("trawl: not following any more; run " + run + " goes on as Workflow trawl-" + run)
                .endsWith("stop it with: stop " + run + " -c " + file);
        // A second command follows the existing Workflow.
        Cli again = site.environment.start("resume", run);
        again.awaitErr(" entities after "); // it follows
        gate.open();
        site.checked(again.await()).ok();
        assertThat(site.cluster.workflows().stream()
                        .filter(workflow -> workflow.toString().contains(run)))
                .hasSize(1);
        assertThat(site.environment.faults("left")).isEmpty();
    }

    @Test
    void aRunIsStoppedAndGoneOnWith() throws Exception {
        site.add("stopped", "parallelism: 2, entitiesPerBatch: 10");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(1);
        Cli ingest = site.environment.start("ingest", "--no-progress");
        Await.until(() -> site.environment.latest("stopped").toString(), gate::holds);
        Cli.Result stop = site.run("stop", "latest");
        gate.open();
        stop.ok();
        assertThat(stop.out()).endsWith(" of stopped: stopped\n");
        assertThat(site.checked(ingest.await()).with(130).err()).contains("trawl: stopped; go on with: resume ");
        String run = site.environment.latest("stopped").run().runId();
        assertThat(site.completed(site.workflowOf("stopped"))).isEqualTo("Failed");

        site.run("resume", run, "--no-progress").ok();
        assertThat(site.environment.faults("stopped")).isEmpty();
    }

    @Test
    void whatIsRenderedRunsByItself() throws Exception {
        site.add("rendered", "parallelism: 2");
        Cli.Result rendered = site.run("render").ok();
        assertThat(rendered.err()).isEmpty();
        site.cluster.apply(rendered.out());
        String name = site.cluster.workflows().stream()
                .map(workflow -> workflow.at("/metadata/name").asText())
                .filter(each -> each.startsWith("trawl-rendered-"))
                .findFirst()
                .orElseThrow();
        assertThat(site.completed(name)).as(site.cluster.pods().toString()).isEqualTo("Succeeded");
        assertThat(site.environment.latest("rendered").run().runId()).isEqualTo(name);
        assertThat(site.environment.faults("rendered")).isEmpty();
    }

    @Test
    void aScheduledRunNeedsNoCommandLine() throws Exception {
        site.add("warehouse", "parallelism: 2");
        site.cluster.apply(Files.readString(Checkout.root().resolve("argo/schedule.yaml")));
        String name = site.cluster.trigger("trawl-warehouse");
        assertThat(site.completed(name)).as(site.cluster.pods().toString()).isEqualTo("Succeeded");
        assertThat(site.environment.latest("warehouse").run().runId()).isEqualTo(name);
        assertThat(site.environment.faults("warehouse")).isEmpty();
    }
}
