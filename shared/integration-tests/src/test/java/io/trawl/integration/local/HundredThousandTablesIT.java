package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application with little heap and many tables: memory must not grow with the run. */
@Tag("slow")
class HundredThousandTablesIT {

    private static final int TABLES = 100_000;

    @TempDir
    Path folder;

    @Test
    void aHundredThousandTablesFitIntoTheHeapOfAThousand() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(TABLES, 12, 200).fill(server, EmbeddedDatabase.DATABASE);
            LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE).execution("parallelism: 4");
            run.ingest("64m", Duration.ofHours(1)).ok();
            assertThat(run.requests("table")).hasSize(TABLES);
        }
    }
}
