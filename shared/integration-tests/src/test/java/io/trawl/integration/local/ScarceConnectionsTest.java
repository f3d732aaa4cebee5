package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.ConnectionSampler;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with fewer connections than workers: the reference system lost 8 % of its tables with ten of them. */
@Tag("processes")
class ScarceConnectionsTest {

    @TempDir
    Path folder;

    @Test
    void fiftyWorkersAndTwelveConnectionsLoseNothing() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("max_connections", "12"))) {
            SampleWarehouse.plain(3_000, 12, 20).fill(server, EmbeddedDatabase.DATABASE);
            server.execute(
                    EmbeddedDatabase.DATABASE,
                    "CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA public TO reader"); // no reserved connections
            LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE)
                    .connection("username: reader")
                    .execution("parallelism: 50, entitiesPerBatch: 5");
            try (ConnectionSampler sampler = ConnectionSampler.start(server)) {
                Report report = run.execute();

                assertThat(report.failures()).isEmpty();
                assertThat(report.state()).isEqualTo(State.SUCCESS);
                assertThat(report.entities().ingested()).isEqualTo(3_000);
                assertThat(report.warnings()).isEmpty();
                assertThat(sampler.max()).isBetween(2, 12);
            }
            assertThat(run.requests("table")).hasSize(3_000);
        }
    }

    @Test
    void theBudgetIsNeverExceeded() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(3_000, 12, 20).fill(server, EmbeddedDatabase.DATABASE);
            LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE)
                    .execution("parallelism: 50, maxSourceConnections: 3, entitiesPerBatch: 5");
            try (ConnectionSampler sampler = ConnectionSampler.start(server)) {
                Report report = run.execute();

                assertThat(report.entities().ingested()).isEqualTo(3_000);
                assertThat(sampler.max()).isBetween(1, 3);
            }
        }
    }
}
