package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints how fast 10,000 tables of 12 columns are read; asserts that they all are. */
@Tag("slow")
class ReadSpeedTest {

    private static final int TABLES = 10_000;

    @Test
    void tenThousandTables() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("autovacuum", "off"))) {
            SampleWarehouse.plain(TABLES, 12, 20).fill(server, EmbeddedDatabase.DATABASE);
            measureBatches(server, "batches, no statistics");
            server.execute("VACUUM ANALYZE");
            for (int i = 0; i < 3; i++) {
                print("four catalog queries, nothing made of them", 1, 1, measure(() -> readWholeCatalog(server)));
            }
            measureBatches(server, "batches");
            try (FaultProxy proxy = FaultProxy.start(server).roundTrip(Duration.ofMillis(20))) {
                for (int batch : new int[] {100, 250}) {
                    print("batches, 20 ms round trip", batch, 4, measure(() -> read(proxy.hostPort(), batch, 4)));
                }
            }
        }
    }

    private static void measureBatches(EmbeddedDatabase server, String what) throws Exception {
        for (int batch : new int[] {100, 100, 250, 1000, 10_000}) {
            for (int connections : new int[] {1, 2}) {
                print(what, batch, connections, measure(() -> read(server.hostPort(), batch, connections)));
            }
        }
    }

    private static void print(String what, int batch, int connections, double seconds) {
        System.out.printf(
                "%-45s batch %5d connections %d: %6.2f s, %6.0f tables/s%n",
                what, batch, connections, seconds, TABLES / seconds);
    }

    private static double measure(Callable<Integer> work) throws Exception {
        long start = System.nanoTime();
        assertThat(work.call()).isEqualTo(TABLES);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Lists, then reads with as many threads as connections. */
    private static int read(String hostPort, int batchSize, int connections) throws Exception {
        try (DiscoverableSource source = Sources.open(
                TestSource.connection(hostPort, EmbeddedDatabase.USERNAME, null, EmbeddedDatabase.DATABASE),
                DatabaseMetadata.defaults(),
                connections)) {
            return Sources.countRead(source, batchSize, connections);
        }
    }

    /** The same statements once for the whole database: what the server and the driver need at least. */
    private static int readWholeCatalog(EmbeddedDatabase server) throws Exception {
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE)) {
            Long[] oids;
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT array_agg(c.oid::int8) FROM pg_class c"
                                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind = 'r' AND nspname LIKE 'plain%'");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                oids = (Long[]) row.getArray(1).getArray();
            }
            for (String name : List.of("relations", "columns", "types", "constraints")) {
                String sql = SqlResource.load(TableReader.class, name + ".sql");
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setArray(1, connection.createArrayOf("oid", oids));
                    try (ResultSet row = statement.executeQuery()) {
                        int columns = row.getMetaData().getColumnCount();
                        while (row.next()) {
                            for (int i = 1; i <= columns; i++) {
                                row.getString(i);
                            }
                        }
                    }
                }
            }
            return oids.length;
        }
    }
}
