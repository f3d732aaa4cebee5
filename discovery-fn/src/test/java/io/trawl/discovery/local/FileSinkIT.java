package io.trawl.discovery.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.discovery.local.PackagedRun.Result;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots where a plain file is not what there is. */
class FileSinkIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int TABLES = 400;

    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 12, 4).fill(database, EmbeddedDatabase.DATABASE);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private Result ingest(String filename) throws InterruptedException {
        LocalRun run = new LocalRun(folder, database.hostPort(), EmbeddedDatabase.DATABASE)
                .file(filename)
                .local("parallelism: 4");
        return new PackagedRun(folder, run, "256m").ingest(LIMIT);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void standardOutputHoldsTheSnapshotAndStandardErrorTheSummary() throws Exception {
        for (String filename : List.of("-", "/dev/stdout")) {
            Result result = ingest(filename);
            assertThat(result.exitCode()).as(result.err().toString()).isZero();
            assertThat(result.out()).allMatch(line -> line.startsWith("{\"type\":") && line.endsWith("}"));
            assertThat(result.out())
                    .filteredOn(line -> line.startsWith("{\"type\":\"table\""))
                    .hasSize(TABLES);
            assertThat(result.err()).anyMatch(line -> line.contains("Workflow Summary"));
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
            Result result = ingest(file.toString());
            assertThat(result.exitCode()).as(result.err().toString()).isEqualTo(3);
            assertThat(result.err())
                    .containsExactly(
                            "trawl: sink.config.filename: '" + file + "' cannot be written: No space left on device");
            assertThat(result.out()).isEmpty();
            assertThat(file).hasContent("{}");
        } finally {
            run("umount", disk.toString());
        }
    }
}
