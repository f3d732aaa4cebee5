package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user of the command line sees of a run in the cluster. Each test has a workflow of its own, into one catalog. */
@Timeout(180)
@Tag("processes")
class RemoteIngestIT {

    private static final int TABLES = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @AutoClose
    private static EmbeddedDatabase server;

    @AutoClose
    private static PackagedKnative cluster;

    private static TestEnvironment environment;

    @BeforeAll
    static void start() throws IOException {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
        cluster = new PackagedKnative(
                        folder,
                        server,
                        KnativeBroker.queued(),
                        OpenMetadataServer.builder().withoutSchemas())
                .discovery()
                .workers(2);
        environment = cluster.environment;
    }

    @AfterEach
    void nothingRuns() {
        environment.killCommands();
        cluster.catalog.heal();
    }

    private static String workflow(String name, String execution) {
        return environment
                .write(name, cluster.yaml(name).execution("parallelism: 2, maxSourceConnections: 4" + execution))
                .toString();
    }

    private static Cli.Result run(String... arguments) {
        return environment.run(arguments);
    }

    private static String broker() {
        return cluster.broker.ingress().toString();
    }

    @Test
    void aRunIsFollowedToItsEnd() throws Exception {
        workflow("followed", "");
        Cli.Result result = run("ingest", "--broker", broker(), "--report", "report.json", "--html", "report.html")
                .ok();
        assertThat(result.out())
                .contains("Workflow Summary: followed", "ingested 40", "(knative mode)", "state: success");
        assertThat(result.errLines()).last().asString().startsWith("trawl: 40 of 40 entities after ");
        assertThat(environment.faults("followed")).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("report.json").toFile())
                        .path("mode")
                        .asText())
                .isEqualTo("knative");
        assertThat(folder.resolve("report.html")).content().contains("</html>");

        assertThat(run("report", "latest").ok().out()).isEqualTo(result.out());

        run("resume", "latest", "--broker", broker(), "--no-progress").oneLine(2, "has ended");
    }

    @Test
    void belowTheThreshold() throws Exception {
        workflow("below", "");
        cluster.catalog.plan(
                request -> request.method().equals("PUT")
                        && request.path().startsWith("/tables")
                        && request.bodyBytes() > 2,
                3,
                Answer.status(403));
        Cli.Result result = run("ingest", "--broker", broker(), "--no-progress").with(1);
        assertThat(result.out()).contains("failed 3", "PERMISSION", "state: failed");
        assertThat(result.err()).isEmpty();

        run("retry", "latest", "--broker", broker(), "--no-progress").ok();
    }

    @Test
    void whoDoesNotWaitIsToldHowToLook() throws Exception {
        workflow("away", ", waitForCompletion: false");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(1);
        Cli.Result result = run("ingest", "--broker", broker()).ok();
        assertThat(result.out().lines())
                .singleElement()
                .asString()
                .matches("run \\S+ has begun; see how it stands with: report \\S+ -c \\S+/away.yaml");
        assertThat(result.err()).isEmpty();
        assertThat(environment.latest("away").endedAt()).isNull();
        gate.open();
        assertThat(cluster.awaitEnd("away").state()).isEqualTo(Report.State.SUCCESS);
    }

    @Test
    void anInterruptStopsTheRunAndItIsGoneOnWith() throws Exception {
        String file = workflow("interrupted", "");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(5);
        Cli cli = environment.start("ingest", "--broker", broker());
        Await.until(cluster::describe, gate::holds);
        cli.signal("TERM");
        cli.awaitErr("interrupt once more");
        gate.open();
        Cli.Result result = cli.await().with(130);
        assertThat(result.out()).contains("state: stopped", "not reached");
        String run = environment.latest("interrupted").run().runId();
        assertThat(result.errLines()).last().isEqualTo("trawl: interrupted; go on with: resume " + run + " -c " + file);
        assertThat(environment.latest("interrupted").state()).isEqualTo(Report.State.STOPPED);

        // A broker that is not there leaves it as it was.
        run("resume", run, "--broker", nowhere(), "--no-progress").oneLine(3, "was not accepted");
        assertThat(environment.latest("interrupted").state()).isEqualTo(Report.State.STOPPED);

        assertThat(run("resume", run, "--broker", broker()).ok().out()).contains("state: success");
        assertThat(environment.faults("interrupted")).isEmpty();
    }

    @Test
    void aRunIsStoppedFromAnotherProcess() throws Exception {
        workflow("stopped", "");
        WriteGate gate = new WriteGate(cluster.catalog);
        gate.openTo(5);
        Cli ingest = environment.start("ingest", "--broker", broker(), "--no-progress");
        Await.until(cluster::describe, gate::holds);
        Cli stop = environment.start("stop", "latest");
        stop.awaitErr("waiting for the processes of run");
        gate.open();
        assertThat(stop.await().ok().out()).endsWith(" of stopped: stopped\n");
        assertThat(ingest.await().with(130).errLines())
                .last()
                .asString()
                .startsWith("trawl: stopped; go on with: resume ");
    }

    @Test
    void aBrokerThatDoesNotTakeTheEvent() throws Exception {
        workflow("refused", "");
        String nowhere = nowhere();
        run("ingest", "--broker", nowhere).oneLine(3, nowhere.substring("http://".length()));
        assertThat(environment.latest("refused").state()).isEqualTo(Report.State.STOPPED);
        run("ingest", "--broker", broker() + "/no-such").oneLine(3, "answered 404");
        assertThat(environment.latest("refused").state()).isEqualTo(Report.State.STOPPED);
    }

    private static String nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void wrongUsage() throws Exception {
        workflow("unused", "");
        run("ingest").oneLine(2, "which broker?", "--broker URL", "K_SINK");
        run("ingest", "--broker", "broker:80").oneLine(2, "--broker: 'broker:80' is not of the form");
        run("ingest", "--broker", broker(), "--join", "latest").oneLine(2, "--join: ");
        assertThat(environment.<List<RunRecord>>ask(ledger -> ledger.runs("unused", 1)))
                .isEmpty();
    }
}
