package io.trawl.discovery.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.discovery.cli.Cli;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.argo.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Runs in pods, which are processes of the packaged functions, and what may happen to them. */
@Timeout(300)
@Tag("processes")
class ArgoIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void aThirdOfThePodsAreLostAndApiAndControllerAreAwayForAWhile() throws Exception {
        long seed = Long.getLong("trawl.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(2_000, 4, 12).fill(server, "warehouse");
            try (Laptop site = new Laptop(folder, server, cluster -> cluster.seed(seed)
                    .killPods(1.0 / 3, Duration.ofMillis(200), Duration.ofSeconds(4)))) {
                String file =
                        site.add("warehouse", "parallelism: 8\n    maxSourceConnections: 10\n    entitiesPerBatch: 80");
                Cli ingest = site.begin("ingest", "-c", file);
                while (site.catalog.count("table") < 500) {
                    Thread.sleep(20);
                    assertThat(ingest.process().isAlive()).as(ingest.err()).isTrue();
                }
                site.cluster.stopApi();
                Thread.sleep(3_000);
                site.cluster.startApi();
                site.cluster.stopController();
                Thread.sleep(2_000);
                site.cluster.startController();
                Cli.Result result = site.await(ingest);

                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(result.out()).contains("(argo mode)", "state: success");
                assertThat(site.faults("warehouse")).isEmpty();
                assertThat(site.cluster.pods().stream().filter(ArgoIT::isLost)).hasSizeGreaterThan(3);
            }
        }
    }

    private static boolean isLost(Pod pod) {
        return pod.phase() == Pod.Phase.DELETED || pod.exitCode().orElse(0) == 137;
    }
}
