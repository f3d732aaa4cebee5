package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report.State;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose pods cannot start, as its Secret is missing: it is seen, stopped and ended in seconds, by whichever process. */
@Tag("processes")
class ArgoStopTest {

    /** Far below the ten minutes for which a run is handed over, the five of a pod that waits and the one of an explanation. */
    private static final Duration SECONDS = Duration.ofSeconds(45);

    /** For what is no part of the test. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    @AutoClose("shutdownNow")
    private static ExecutorService threads;

    @AutoClose
    private static EmbeddedDatabase server;

    @AutoClose
    private static OpenMetadataServer catalog;

    @BeforeAll
    static void begin() {
        threads = Executors.newCachedThreadPool();
        server = TestEnvironment.warehouse(10, 4, 1);
        catalog = OpenMetadataServer.builder().withoutSchemas().start();
        server.createDatabase("ledger");
    }

    /** An ingest that waits for its pods. */
    private record Waiting(InProcessArgo argo, Future<Cli.Result> ingest, StringWriter err, String run) {

        String workflow() {
            return "trawl-" + run;
        }

        boolean isShutDown() {
            return argo.cluster.workflow(workflow()).orElseThrow().at("/spec").has("shutdown");
        }

        Cli.Result ended() throws Exception {
            return ingest.get(SECONDS.toSeconds(), TimeUnit.SECONDS);
        }

        State state() {
            return argo.runs().get(0).state();
        }
    }

    private static InProcessArgo argo(String name) throws Exception {
        InProcessArgo argo = new InProcessArgo(folder.resolve(name), name, server, catalog);
        return argo.image("trawl/discovery-fn", "[]");
    }

    private static Waiting waiting(InProcessArgo argo) throws Exception {
        StringWriter err = new StringWriter();
        Future<Cli.Result> ingest = threads.submit(() -> argo.run("ingest --no-progress", err));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!err.toString().contains("secret") && !ingest.isDone() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(err.toString()).contains("secret \"trawl\" not found");
        return new Waiting(argo, ingest, err, argo.runs().get(0).run().runId());
    }

    @Test
    void anotherProcessThatKnowsTheRunOnlyStopsIt() throws Exception {
        try (InProcessArgo argo = argo("stopped").execution("namespace: catalog")) {
            Waiting waiting = waiting(argo);
            argo.kubeconfig("catalog", "elsewhere");

            long asked = System.nanoTime();
            Cli.Result stop = argo.runWithoutFile("stop " + waiting.run());
            Cli.Result ended = waiting.ended();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SECONDS);

            stop.ok();
            assertThat(stop.out()).endsWith(" of stopped: stopped" + System.lineSeparator());
            assertThat(stop.err()).isEmpty();
            assertThat(waiting.isShutDown()).isTrue();
            ended.with(ExitCode.INTERRUPTED);
            assertThat(ended.err()).contains("trawl: stopped; go on with: resume ");
            assertThat(waiting.state()).isEqualTo(State.STOPPED);
            // What closes the run does not wait for the Secret either.
            argo.cluster.awaitCompleted(waiting.workflow(), SECONDS);
        }
    }

    @Test
    void withoutALoginToTheClusterItSaysSo() throws Exception {
        try (InProcessArgo argo = argo("no-login")) {
            Waiting waiting = waiting(argo);
            argo.variables.remove("KUBECONFIG");

            Cli.Result stop = argo.runWithoutFile("stop " + waiting.run()).ok();
            assertThat(stop.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("trawl: warning: Workflow " + waiting.workflow()
                            + " in namespace catalog was not shut down, its pods end when they ask the ledger: no"
                            + " Kubernetes cluster is known: ");
            assertThat(waiting.ended().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(waiting.isShutDown()).as("by ingest, which has one").isTrue();
            assertThat(waiting.state()).isEqualTo(State.STOPPED);
        }
    }

    @Test
    void aReportSaysWhatARunWaitsFor() throws Exception {
        try (InProcessArgo argo = argo("reported")) {
            Waiting waiting = waiting(argo);
            String why =
                    "step 'discover': a pod does not start: CreateContainerConfigError: secret \"trawl\" not found;"
                            + " make the Secret: kubectl apply -k argo/";

            Cli.Result report = argo.runWithoutFile("report " + waiting.run());
            assertThat(report.out()).contains("Warnings", why, "state: running");
            assertThat(report.err()).isEmpty();

            argo.variables.remove("KUBECONFIG");
            Cli.Result blind = argo.runWithoutFile("report " + waiting.run()).ok();
            assertThat(blind.out()).doesNotContain(why);
            assertThat(blind.err())
                    .startsWith("trawl: warning: how Workflow " + waiting.workflow()
                            + " in namespace catalog stands cannot be seen: ");
            argo.runWithoutFile("stop " + waiting.run());
            waiting.ended();
        }
    }

    /** A server that has just started answers 403. */
    @Test
    void anApiThatIsStartedAgainEndsNothing() throws Exception {
        try (InProcessArgo argo = argo("restarted")) {
            Waiting waiting = waiting(argo);
            for (int i = 0; i < 2; i++) {
                argo.cluster.stopApi();
                Thread.sleep(1_200);
                argo.cluster.startApi();
                Thread.sleep(1_200);
            }
            assertThat(waiting.ingest().isDone()).as(waiting.err().toString()).isFalse();
            Cli.Result stop = argo.runWithoutFile("stop " + waiting.run());
            assertThat(stop.err()).isEmpty();
            assertThat(waiting.isShutDown()).isTrue();
            assertThat(waiting.ended().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        }
    }
}
