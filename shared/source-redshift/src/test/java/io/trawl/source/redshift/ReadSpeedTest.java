package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long listing and reading take; PostgreSQL's test of this name measures the same tables. */
@Tag("slow")
class ReadSpeedTest {

    private static final int TABLES = 10_000;

    @Test
    void tenThousandTables() throws Exception {
        try (RedshiftServer server = RedshiftServer.start()) {
            RedshiftWarehouse.fill(server, RedshiftServer.DATABASE, TABLES, 12, 20);
            for (int batch : new int[] {100, 100, 250, 1000, 10_000}) {
                for (int connections : new int[] {1, 2}) {
                    double seconds = measure(() -> read(server, batch, connections));
                    System.out.printf(
                            "batch %5d connections %d: %6.2f s, %6.0f tables/s%n",
                            batch, connections, seconds, TABLES / seconds);
                }
            }
        }
    }

    private static double measure(Callable<Integer> work) throws Exception {
        long start = System.nanoTime();
        assertThat(work.call()).isEqualTo(TABLES);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Lists, then reads with as many threads as connections; at most two. */
    private static int read(RedshiftServer server, int batchSize, int connections) throws Exception {
        try (DiscoverableSource source = TestSource.open(server, DatabaseMetadata.defaults())) {
            return Sources.countRead(source, batchSize, connections);
        }
    }
}
