package io.trawl.discovery.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report;
import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.ledger.Await;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.discovery.ledger.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user at a laptop sees of a run in the cluster. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class RemoteIngestIT {

    private static final int TABLES = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static EmbeddedDatabase server;
    private static Cluster cluster;

    private final List<Cli> started = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 4, 2).fill(server, "warehouse");
        cluster = new Cluster(
                        folder,
                        server,
                        KnativeBroker.queued(),
                        OpenMetadataServer.builder().withoutSchemas().start())
                .discovery(1, Duration.ofMinutes(4))
                .workers(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        server.close();
    }

    @AfterEach
    void nothingRuns() {
        started.forEach(Cli::kill);
        cluster.catalog.heal();
    }

    private static String workflow(String name, String execution) throws IOException {
        return cluster.add(
                        name, name, server.hostPort(), "parallelism: 2\n    maxSourceConnections: 4\n    " + execution)
                .toString();
    }

    private Cli begin(String... arguments) {
        Cli cli = Cli.start(folder, cluster.environment(), arguments);
        started.add(cli);
        return cli;
    }

    private Cli.Result run(String... arguments) {
        Cli.Result result = begin(arguments).await();
        assertThat(result.out() + result.err()).doesNotContain(Cluster.SECRET, cluster.catalog.botToken());
        return result;
    }

    private static String broker() {
        return cluster.broker.ingress().toString();
    }

    private static RunRecord latest(String workflow) {
        try (DurableLedger ledger = cluster.ledger()) {
            return ledger.run(workflow, Ledger.LATEST).orElseThrow();
        }
    }

    private static void assertOneLine(Cli.Result result, int exitCode, String... parts) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .as(result.err())
                .singleElement()
                .asString()
                .startsWith("trawl: ")
                .contains(parts);
    }

    /** What is wrong with the part of the catalog that a workflow writes. */
    private static List<String> faults(String service) throws Exception {
        return new CatalogAudit(service, server, "warehouse")
                .faults(cluster.catalog).stream()
                        .filter(fault -> fault.contains(": " + service + "."))
                        .toList();
    }

    @Test
    void aRunIsFollowedToItsEnd() throws Exception {
        String file = workflow("followed", "");
        Cli.Result result =
                run("ingest", "-c", file, "--broker", broker(), "--report", "report.json", "--html", "report.html");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("Workflow Summary: followed", "ingested 40", "(knative mode)", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 40 of 40 entities after ");
        assertThat(faults("followed")).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("report.json").toFile())
                        .path("mode")
                        .asText())
                .isEqualTo("knative");
        assertThat(folder.resolve("report.html")).content().contains("</html>");

        Cli.Result report = run("report", "latest", "-c", file);
        assertThat(report.exitCode()).as(report.toString()).isZero();
        assertThat(report.out()).isEqualTo(result.out());

        assertOneLine(run("resume", "latest", "-c", file, "--broker", broker(), "--no-progress"), 2, "has ended");
    }

    @Test
    void belowTheThreshold() throws Exception {
        String file = workflow("below", "");
        cluster.catalog.plan(
                request -> request.method().equals("PUT")
                        && request.path().startsWith("/tables")
                        && request.bodyBytes() > 2,
                3,
                Answer.status(403));
        Cli.Result result = run("ingest", "-c", file, "--broker", broker(), "--no-progress");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("failed 3", "PERMISSION", "state: failed");
        assertThat(result.err()).isEmpty();

        Cli.Result retried = run("retry", "latest", "-c", file, "--broker", broker(), "--no-progress");
        assertThat(retried.exitCode()).as(retried.toString()).isZero();
    }

    @Test
    void whoDoesNotWaitIsToldHowToLook() throws Exception {
        String file = workflow("away", "waitForCompletion: false");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(1);
        Cli.Result result = run("ingest", "-c", file, "--broker", broker());
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out().lines())
                .singleElement()
                .asString()
                .matches("run \\S+ has begun; see how it stands with: report \\S+ -c \\S+/away.yaml");
        assertThat(result.err()).isEmpty();
        assertThat(latest("away").endedAt()).isNull();
        gate.open();
        assertThat(cluster.awaitEnd("away").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void anInterruptStopsTheRunAndItIsGoneOnWith() throws Exception {
        String file = workflow("interrupted", "");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(5);
        Cli cli = begin("ingest", "-c", file, "--broker", broker());
        Await.until(cluster::describe, gate::holds);
        cli.signal("TERM");
        cli.awaitErr("interrupt once more");
        gate.open();
        Cli.Result result = cli.await();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
        assertThat(result.out()).contains("state: stopped", "not reached");
        String run = latest("interrupted").run().runId();
        assertThat(result.errLines()).last().isEqualTo("trawl: interrupted; go on with: resume " + run + " -c " + file);
        assertThat(latest("interrupted").state()).isEqualTo(Report.State.STOPPED);

        // A broker that is not there leaves it as it was.
        assertOneLine(run("resume", run, "-c", file, "--broker", nowhere(), "--no-progress"), 3, "was not accepted");
        assertThat(latest("interrupted").state()).isEqualTo(Report.State.STOPPED);

        Cli.Result resumed = run("resume", run, "-c", file, "--broker", broker());
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(resumed.out()).contains("state: success");
        assertThat(faults("interrupted")).isEmpty();
    }

    @Test
    void aRunIsStoppedFromAnotherProcess() throws Exception {
        String file = workflow("stopped", "");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(5);
        Cli ingest = begin("ingest", "-c", file, "--broker", broker(), "--no-progress");
        Await.until(cluster::describe, gate::holds);
        Cli stop = begin("stop", "latest", "-c", file);
        stop.awaitErr("waiting for the processes of run");
        gate.open();
        Cli.Result stopped = stop.await();
        assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
        assertThat(stopped.out()).endsWith(" of stopped: stopped\n");
        Cli.Result result = ingest.await();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
        assertThat(result.errLines()).last().asString().startsWith("trawl: stopped; go on with: resume ");
    }

    @Test
    void aBrokerThatDoesNotTakeTheEvent() throws Exception {
        String file = workflow("refused", "");
        String nowhere = nowhere();
        assertOneLine(run("ingest", "-c", file, "--broker", nowhere), 3, nowhere.substring("http://".length()));
        assertThat(latest("refused").state()).isEqualTo(Report.State.STOPPED);
        assertOneLine(run("ingest", "-c", file, "--broker", broker() + "/no-such"), 3, "answered 404");
        assertThat(latest("refused").state()).isEqualTo(Report.State.STOPPED);
    }

    private static String nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void wrongUsage() throws Exception {
        String file = workflow("unused", "");
        assertOneLine(run("ingest", "-c", file), 2, "which broker?", "--broker URL", "K_SINK");
        assertOneLine(
                run("ingest", "-c", file, "--broker", "broker:80"), 2, "--broker: 'broker:80' is not of the form");
        assertOneLine(run("ingest", "-c", file, "--broker", broker(), "--join", "latest"), 2, "--join: ");
        try (DurableLedger ledger = cluster.ledger()) {
            assertThat(ledger.run("unused", Ledger.LATEST)).isEmpty();
        }
    }
}
