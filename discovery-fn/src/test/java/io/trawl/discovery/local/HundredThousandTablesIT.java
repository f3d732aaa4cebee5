package io.trawl.discovery.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
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
            LocalRun run = new LocalRun(folder, server.hostPort(), EmbeddedDatabase.DATABASE).local("parallelism: 4");
            run.workflow(); // writes the file
            ProcessBuilder builder = new ProcessBuilder(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-jar",
                    Path.of("target/quarkus-app/quarkus-run.jar")
                            .toAbsolutePath()
                            .toString(),
                    "ingest",
                    "-c",
                    folder.resolve("test.yaml").toString(),
                    "--no-progress"));
            builder.environment().putAll(run.environment());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "out"))
                    .start();

            assertThat(process.waitFor()).isZero();
            assertThat(run.requests("table")).hasSize(TABLES);
        }
    }
}
