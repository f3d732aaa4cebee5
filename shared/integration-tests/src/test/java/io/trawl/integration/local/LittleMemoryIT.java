package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others send is more than there is memory for. */
@Tag("processes")
class LittleMemoryIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int TABLES = 300;

    @TempDir
    Path folder;

    @AutoClose
    private final EmbeddedDatabase database = EmbeddedDatabase.start();

    @BeforeEach
    void fill() {
        database.execute(
                EmbeddedDatabase.DATABASE,
                "CREATE SCHEMA shop; DO $$ BEGIN FOR i IN 1.." + TABLES
                        + " LOOP EXECUTE format('CREATE TABLE shop.t%s (id int)', i); END LOOP; END $$");
    }

    private LocalRun run() {
        return new LocalRun(folder, database, EmbeddedDatabase.DATABASE);
    }

    @Test
    void anAnswerOf200MegabytesIsCutOff() throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            server.plan(r -> r.isBulk() && r.bodyBytes() > 5_000, Integer.MAX_VALUE, Answer.flooded(200L << 20));
            LocalRun run = run().openMetadata(server).execution("parallelism: 4");

            run.ingest("128m", LIMIT).ok();
            assertThat(server.count("table")).isEqualTo(TABLES);
        }
    }

    @Test
    void aServerThatOnlyFloodsFailsTheRunWithoutAHang() throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            server.plan(r -> r.bodyBytes() > 2 && !isOfHierarchy(r), Integer.MAX_VALUE, Answer.flooded(200L << 20));
            LocalRun run = run().openMetadata(server).execution("parallelism: 4, retryPolicy: {backoffSeconds: 0.1}");

            assertThat(run.ingest("128m", LIMIT).with(1).errLines())
                    .filteredOn(line -> line.contains("what is left fails at once"))
                    .hasSize(1);
        }
    }

    private static boolean isOfHierarchy(ReceivedRequest request) {
        return request.path().startsWith("/databases")
                || request.path().startsWith("/databaseSchemas")
                || request.path().startsWith("/services");
    }

    @Test
    void memoryThatRunsOutEndsTheProcessWithOneLine() throws Exception {
        database.execute(
                EmbeddedDatabase.DATABASE,
                "DO $$ BEGIN EXECUTE format('CREATE FUNCTION shop.huge() RETURNS int LANGUAGE plpgsql AS %L',"
                        + " 'BEGIN RETURN 1; END --' || repeat('x', 60000000)); END $$");

        Cli.Result result =
                run().execution("parallelism: 4").ingest("64m", LIMIT).with(70);
        assertThat(result.errLines())
                .containsExactly("trawl: out of memory: give the process more (-Xmx), or set a lower parallelism");
        assertThat(result.out()).isEmpty();
    }
}
