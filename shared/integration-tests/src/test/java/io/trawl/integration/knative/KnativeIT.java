package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.knative.KnativeBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Runs behind a broker, with the packaged functions as processes. */
@Timeout(300)
@Tag("processes")
class KnativeIT {

    @AutoClose
    private static EmbeddedDatabase small;

    @BeforeAll
    static void start() {
        small = TestEnvironment.warehouse(200, 4, 8);
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void entitiesRideTogether() throws Exception {
        KnativeBroker broker = KnativeBroker.queued(16);
        try (PackagedKnative cluster = new PackagedKnative(
                        folder, small, broker, "parallelism: 2, entitiesPerBatch: 40")
                .discovery()
                .workers(2)) {
            assertThat(cluster.requestRun()).isEqualTo(202);
            Report report = cluster.awaitEnd();

            assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
            assertThat(report.entities().ingested()).isEqualTo(200);
            assertThat(cluster.environment.faults()).isEmpty();
            // Five for the tables, and as many for the foreign keys of some of them.
            assertThat(broker.accepted("io.trawl.entity.discovered.v1")).hasSizeBetween(5, 10);
        }
    }

    @Test
    void aSchemaThatIsRefusedIsKnownToEveryWorker() throws Exception {
        KnativeBroker broker = KnativeBroker.queued(16);
        try (PackagedKnative cluster = new PackagedKnative(
                        folder, small, broker, "parallelism: 2, entitiesPerBatch: 10")
                .discovery()
                .workers(2)) {
            cluster.catalog.refuse("databaseSchema", fqn -> fqn.matches(".*\\.plain_00[036]"), 403);
            assertThat(cluster.requestRun()).isEqualTo(202);
            Report report = cluster.awaitEnd();

            assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.FAILED);
            assertThat(report.entities()).isEqualTo(new Report.Counts(200, 125, 0, 0, 1, 78, 0));
            assertThat(report.byType().get("databaseSchema").failed()).isEqualTo(3);
            assertThat(cluster.catalog.count("table")).isEqualTo(125);
        }
    }

    @Test
    void twoThousandTablesAndWhatABrokerDoes() throws Exception {
        try (EmbeddedDatabase server = TestEnvironment.warehouse(2_000, 4, 12)) {
            KnativeBroker broker = KnativeBroker.queued(16)
                    .duplicates(0.1)
                    .reorder(0.2, 20)
                    .lose("io.trawl.entity.discovered.v1", 0.05);
            try (PackagedKnative cluster = new PackagedKnative(folder, server, broker, "parallelism: 4")
                    .discovery()
                    .workers(4)
                    .pings()) {
                assertThat(cluster.requestRun()).isEqualTo(202);
                for (int kill = 0; kill < 2; kill++) {
                    long writes = cluster.catalog.count("table");
                    while (cluster.catalog.count("table") < writes + 300) {
                        Thread.sleep(20);
                    }
                    cluster.workers.kill(cluster.workers.pods().get(kill));
                    if (kill == 0) {
                        broker.restartWithLoss();
                    }
                }
                Report report = cluster.awaitEnd();
                // Said by who has ended the run, or else with the next ping: pings end after that.
                Await.until(cluster::describe, () -> !cluster.ended().isEmpty());
                cluster.quiet();

                assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
                assertThat(report.entities().listed()).isEqualTo(2_000);
                assertThat(cluster.environment.faults()).isEmpty();
                assertThat(broker.lost()).isNotEmpty();
                assertThat(cluster.ended().stream().map(CloudEvent::getId).distinct())
                        .hasSize(1);
            }
        }
    }
}
