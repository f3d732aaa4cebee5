package io.trawl.discovery.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.trawl.api.report.Report;
import io.trawl.discovery.ledger.Await;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.knative.KnativeBroker;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
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

    private static EmbeddedDatabase small;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @BeforeAll
    static void start() {
        small = EmbeddedDatabase.start();
        SampleWarehouse.plain(200, 4, 8).fill(small, "warehouse");
    }

    @AfterAll
    static void stop() {
        small.close();
    }

    @Test
    void entitiesRideTogether() throws Exception {
        CatalogAudit audit = new CatalogAudit(Cluster.SERVICE, small, "warehouse");
        KnativeBroker broker = KnativeBroker.queued(16);
        try (Cluster cluster = new Cluster(folder, small, broker, "parallelism: 2\n    entitiesPerBatch: 40")
                .discovery(1, Duration.ofMinutes(4))
                .workers(2)) {
            assertThat(cluster.requestRun()).isEqualTo(202);
            Report report = cluster.awaitEnd();

            assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
            assertThat(report.entities().ingested()).isEqualTo(200);
            assertThat(audit.faults(cluster.catalog)).isEmpty();
            // Five for the tables, and as many for the foreign keys of some of them.
            assertThat(broker.accepted("io.trawl.entity.discovered.v1")).hasSizeBetween(5, 10);
        }
    }

    @Test
    void aSchemaThatIsRefusedIsKnownToEveryWorker() throws Exception {
        KnativeBroker broker = KnativeBroker.queued(16);
        try (Cluster cluster = new Cluster(folder, small, broker, "parallelism: 2\n    entitiesPerBatch: 10")
                .discovery(1, Duration.ofMinutes(4))
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
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(2_000, 4, 12).fill(server, "warehouse");
            CatalogAudit audit = new CatalogAudit(Cluster.SERVICE, server, "warehouse");
            KnativeBroker broker = KnativeBroker.queued(16)
                    .duplicates(0.1)
                    .reorder(0.2, 20)
                    .lose("io.trawl.entity.discovered.v1", 0.05);
            try (Cluster cluster = new Cluster(folder, server, broker, "parallelism: 4")
                    .discovery(1, Duration.ofMinutes(4))
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
                assertThat(audit.faults(cluster.catalog)).isEmpty();
                assertThat(broker.lost()).isNotEmpty();
                assertThat(cluster.ended().stream().map(CloudEvent::getId).distinct())
                        .hasSize(1);
            }
        }
    }
}
