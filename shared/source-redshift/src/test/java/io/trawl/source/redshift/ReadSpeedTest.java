package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try (DiscoverableSource source = TestSource.open(server, DatabaseMetadata.defaults())) {
            List<EntityDescriptor> all = TestSource.listAll(source, EntityType.TABLE);
            List<Future<Long>> parts = new ArrayList<>();
            for (int i = 0; i < all.size(); i += batchSize) {
                List<EntityDescriptor> batch = all.subList(i, Math.min(i + batchSize, all.size()));
                parts.add(threads.submit(() -> TestSource.read(source, batch).stream()
                        .filter(ReadResult.Read.class::isInstance)
                        .count()));
            }
            long read = 0;
            for (Future<Long> part : parts) {
                read += part.get();
            }
            return (int) read;
        } finally {
            threads.shutdownNow();
        }
    }
}
