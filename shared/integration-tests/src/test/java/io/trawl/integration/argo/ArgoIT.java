package io.trawl.integration.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
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
        long seed = TestEnvironment.seed();
        try (EmbeddedDatabase server = TestEnvironment.warehouse(2_000, 4, 12);
                PackagedArgo site = new PackagedArgo(folder, server, Duration.ZERO, cluster -> cluster.seed(seed)
                        .killPods(3, Duration.ofMillis(200), Duration.ofSeconds(4)))) {
            site.add("warehouse", "parallelism: 8, maxSourceConnections: 10, entitiesPerBatch: 80");
            Cli ingest = site.environment.start("ingest");
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
            assertThat(site.await(ingest).ok().out()).contains("(argo mode)", "state: success");
            assertThat(site.environment.faults("warehouse")).isEmpty();
            assertThat(site.cluster.pods())
                    .filteredOn(pod -> pod.loss().isPresent())
                    .hasSizeGreaterThan(3);
        }
    }
}
