package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots where a plain file is not what there is. */
class FileSinkIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int TABLES = 400;

    @AutoClose
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 12, 4).fill(database, EmbeddedDatabase.DATABASE);
    }

    private Cli.Result ingest(String filename) {
        return new LocalRun(folder, database, EmbeddedDatabase.DATABASE)
                .file(filename)
                .execution("parallelism: 4")
                .ingest("256m", LIMIT);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void standardOutputHoldsTheSnapshotAndStandardErrorTheSummary() throws Exception {
        for (String filename : List.of("-", "/dev/stdout")) {
            Cli.Result result = ingest(filename).ok();
            assertThat(result.out().lines()).allMatch(line -> line.startsWith("{\"type\":") && line.endsWith("}"));
            assertThat(result.out().lines())
                    .filteredOn(line -> line.startsWith("{\"type\":\"table\""))
                    .hasSize(TABLES);
            assertThat(result.err()).contains("Workflow Summary");
        }
    }

    @Test
    void aFullDiskEndsTheRunWithOneLineAndKeepsWhatWasThere() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=200k", "none", disk.toString()) == 0,
                "only root may make a small disk");
        try {
            Path file = Files.writeString(disk.resolve("out.ndjson"), "{}\n");
            Cli.Result result = ingest(file.toString()).with(3);
            assertThat(result.errLines())
                    .containsExactly(
                            "trawl: sink.config.filename: '" + file + "' cannot be written: No space left on device");
            assertThat(result.out()).isEmpty();
            assertThat(file).hasContent("{}");
        } finally {
            run("umount", disk.toString());
        }
    }
}
