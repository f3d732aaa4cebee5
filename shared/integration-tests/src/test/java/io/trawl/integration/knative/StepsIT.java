package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.TestEnvironment;
import io.trawl.events.Events;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take longer than one answer of the discovery function, or outlive it. */
@Timeout(180)
@Tag("processes")
class StepsIT {

    private static final int TABLES = 120;
    private static final int WORKERS = 2;

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** With a catalog that takes its time: what is to be written takes longer than several steps. */
    private PackagedKnative cluster(KnativeBroker broker, Duration latency) {
        PackagedKnative cluster = new PackagedKnative(
                folder,
                server,
                broker,
                OpenMetadataServer.builder().withoutSchemas().latency(latency));
        // One connection for the leader: workers keep theirs for some seconds.
        cluster.environment.write(
                PackagedKnative.WORKFLOW,
                cluster.yaml(TestEnvironment.SERVICE)
                        .execution("parallelism: " + WORKERS + ", maxSourceConnections: " + (WORKERS + 1)));
        return cluster;
    }

    private static void assertEndedOnce(PackagedKnative cluster) throws Exception {
        Report report = cluster.awaitEnd();
        cluster.quiet();
        assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
        assertThat(report.entities().listed()).isEqualTo(TABLES);
        assertThat(cluster.environment.faults()).isEmpty();
        assertThat(cluster.ended().stream().map(CloudEvent::getId).distinct()).hasSize(1);
    }

    @Test
    void stepByStepThroughABrokerThatAnswersLate() throws Exception {
        // A step writes 48 tables at the most: two at a time for two seconds, and what was told of until it ends.
        Duration step = Duration.ofSeconds(2);
        Duration latency = Duration.ofMillis(100);
        KnativeBroker broker = KnativeBroker.synchronous();
        try (PackagedKnative cluster = cluster(broker, latency)
                .discovery(step, Map.of("TRAWL_WINDOW", "8"))
                .workers(WORKERS)) {
            assertThat(cluster.requestRun()).isEqualTo(202);
            assertEndedOnce(cluster);
            List<CloudEvent> steps = broker.accepted(Events.RUN_REQUESTED);
            assertThat(steps.stream().map(CloudEvent::getId).distinct()).hasSameSizeAs(steps);
            assertThat(steps).hasSizeGreaterThan(TABLES / 48);
        }
    }

    @Test
    void aPingTakesOverFromAPodThatWasKilled() throws Exception {
        KnativeBroker broker = KnativeBroker.queued();
        try (PackagedKnative cluster = cluster(broker, Duration.ofMillis(20))
                .discovery(Duration.ofMinutes(4), Map.of("TRAWL_WINDOW", "8", "TRAWL_RESEND_AFTER", "PT3S"))
                .workers(WORKERS)) {
            assertThat(cluster.requestRun()).isEqualTo(202);
            Await.until(cluster::describe, () -> cluster.catalog.count("table") >= TABLES / 4);
            cluster.discovery.kill(cluster.discovery.pods().get(0));
            broker.restartWithLoss(); // or it would ask for the step again
            assertThat(cluster.number("SELECT count(*) FROM trawl.run WHERE ended_at IS NULL"))
                    .isEqualTo(1);
            cluster.pings();
            assertEndedOnce(cluster);
            assertThat(broker.accepted(Events.RUN_REQUESTED)).hasSize(1);
        }
    }
}
