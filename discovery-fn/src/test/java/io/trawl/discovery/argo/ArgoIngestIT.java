package io.trawl.discovery.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.ledger.Await;
import io.trawl.discovery.ledger.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user at a laptop sees of runs in Argo. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class ArgoIngestIT {

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
    void aRunIsFollowedToItsEnd() throws Exception {
        String file = site.add("followed", "parallelism: 2");
        Cli.Result result = site.run("ingest", "-c", file, "--report", "report.json", "--html", "report.html");
        succeeded(result);
        assertThat(result.out()).contains("Workflow Summary: followed", "ingested 40", "(argo mode)", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 40 of 40 entities after ");
        assertThat(site.faults("followed")).isEmpty();
        String run = site.latest("followed").run().runId();
        assertThat(site.completed(Laptop.workflowOf(run))).isEqualTo("Succeeded");

        Cli.Result report = site.run("report", "latest", "-c", file);
        assertThat(report.out()).isEqualTo(result.out());
    }

    @Test
    void aPodForEachEntity() throws Exception {
        String file = site.add(
                "each", "parallelism: 3\n    entitiesPerBatch: 1", "tableFilterPattern: {includes: ['table_00000.*']}");
        succeeded(site.run("ingest", "-c", file, "--no-progress"));
        String name = Laptop.workflowOf(site.latest("each").run().runId());
        assertThat(Laptop.mostAtOnce(site.pods(name, "ingest"))).isEqualTo(3);
        assertThat(site.pods(name, "ingest")).hasSize(10);
    }

    @Test
    void whoDoesNotWaitIsToldTheName() throws Exception {
        String file = site.add("away", "parallelism: 2\n    waitForCompletion: false");
        Cli.Result result = site.run("ingest", "-c", file);
        succeeded(result);
        assertThat(result.out().lines())
                .singleElement()
                .asString()
                .matches("run (\\S+) has begun as Workflow trawl-\\1 in namespace \\S+; see how it stands with:"
                        + " report \\1 -c \\S+/away.yaml");
        assertThat(result.err()).isEmpty();
        Await.until(
                () -> site.latest("away").toString(), () -> site.latest("away").endedAt() != null);
        assertThat(site.latest("away").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void anInterruptLeavesTheRunWhereItIs() throws Exception {
        String file = site.add("left", "parallelism: 2");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(0);
        Cli cli = site.begin("ingest", "-c", file, "--no-progress");
        Await.until(() -> site.latest("left").toString(), gate::holds);
        cli.signal("TERM");
        Cli.Result result = site.checked(cli.await());
        String run = site.latest("left").run().runId();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .startsWith("trawl: not following any more; run " + run + " goes on as Workflow trawl-" + run)
                .endsWith("stop it with: stop " + run + " -c " + file);
        // Whoever comes back follows the Workflow that there is.
        Cli again = site.begin("resume", run, "-c", file);
        again.awaitErr(" entities after "); // it follows
        gate.open();
        succeeded(site.checked(again.await()));
        assertThat(site.cluster.workflows().stream()
                        .filter(workflow -> workflow.toString().contains(run)))
                .hasSize(1);
        assertThat(site.faults("left")).isEmpty();
    }

    @Test
    void aRunIsStoppedAndGoneOnWith() throws Exception {
        String file = site.add("stopped", "parallelism: 2\n    entitiesPerBatch: 10");
        WriteGate gate = new WriteGate(site.catalog);
        gate.openTo(1);
        Cli ingest = site.begin("ingest", "-c", file, "--no-progress");
        Await.until(() -> site.latest("stopped").toString(), gate::holds);
        Cli.Result stop = site.run("stop", "latest", "-c", file);
        gate.open();
        succeeded(stop);
        assertThat(stop.out()).endsWith(" of stopped: stopped\n");
        Cli.Result result = site.checked(ingest.await());
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
        assertThat(result.err()).contains("trawl: stopped; go on with: resume ");
        String run = site.latest("stopped").run().runId();
        assertThat(site.completed(Laptop.workflowOf(run))).isEqualTo("Failed");

        succeeded(site.run("resume", run, "-c", file, "--no-progress"));
        assertThat(site.faults("stopped")).isEmpty();
    }

    @Test
    void whatIsRenderedRunsByItself() throws Exception {
        String file = site.add("rendered", "parallelism: 2");
        Cli.Result rendered = site.run("render", "-c", file);
        succeeded(rendered);
        assertThat(rendered.err()).isEmpty();
        site.cluster.apply(rendered.out());
        String name = site.cluster.workflows().stream()
                .map(workflow -> workflow.at("/metadata/name").asText())
                .filter(each -> each.startsWith("trawl-rendered-"))
                .findFirst()
                .orElseThrow();
        assertThat(site.completed(name)).as(site.cluster.pods().toString()).isEqualTo("Succeeded");
        assertThat(site.latest("rendered").run().runId()).isEqualTo(name);
        assertThat(site.faults("rendered")).isEmpty();
    }

    @Test
    void aScheduledRunNeedsNoLaptop() throws Exception {
        site.add("warehouse", "parallelism: 2");
        site.cluster.apply(Files.readString(Path.of("..", "argo", "schedule.yaml")));
        String name = site.cluster.trigger("trawl-warehouse");
        assertThat(site.completed(name)).as(site.cluster.pods().toString()).isEqualTo("Succeeded");
        assertThat(site.latest("warehouse").run().runId()).isEqualTo(name);
        assertThat(site.faults("warehouse")).isEmpty();
    }
}
