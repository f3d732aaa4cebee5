package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run after run of many tables into a server that drips, floods and cuts at random, with little memory, for ten minutes:
 * {@code -Dtrawl.soak.minutes} and {@code -Dtrawl.soak.tables} make it shorter.
 */
@Tag("slow")
class MisbehavingSinkIT {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("trawl.soak.minutes", 10));
    private static final int TABLES = Integer.getInteger("trawl.soak.tables", 100_000);
    private static final int THRESHOLD = 100;

    @TempDir
    Path folder;

    @Test
    void everyEntityIsAccountedFor() throws Exception {
        Random random = new Random(Long.getLong("trawl.seed", System.nanoTime()));
        long end = System.nanoTime() + LENGTH.toNanos();
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(TABLES, 12, 200).fill(database, EmbeddedDatabase.DATABASE);
            do {
                run(database, random.nextLong());
            } while (System.nanoTime() < end);
        }
    }

    private void run(EmbeddedDatabase database, long seed) throws Exception {
        System.out.println("seed " + seed + " (repeat with -Dtrawl.seed)");
        try (OpenMetadataServer server = OpenMetadataServer.builder()
                .seed(seed)
                .cut(0.05)
                .withoutSchemas()
                .start()) {
            misbehave(server, new Random(seed));
            LocalRun run = new LocalRun(folder, database, EmbeddedDatabase.DATABASE)
                    .openMetadata(server)
                    .put("/sink/config", "request_timeout_seconds: 2")
                    .execution("parallelism: 8, retryPolicy: {backoffSeconds: 0.2, maxBackoffSeconds: 2}");

            Cli.Result result = run.ingest(
                    "128m",
                    Duration.ofMinutes(30),
                    "--report",
                    folder.resolve("report.json").toString());

            JsonNode report =
                    new ObjectMapper().readTree(folder.resolve("report.json").toFile());
            JsonNode entities = report.path("entities");
            int failed = entities.path("failed").asInt();
            System.out.println(entities + " in " + report.path("durationSeconds") + " s");
            assertThat(entities.path("listed").asInt()).isGreaterThanOrEqualTo(TABLES);
            assertThat(entities.path("ingested").asInt() + failed)
                    .isEqualTo(entities.path("listed").asInt());
            assertThat(result.exitCode())
                    .as(result.err().toString())
                    .isEqualTo(
                            failed * 100L
                                            > (100 - THRESHOLD)
                                                    * entities.path("listed").asLong()
                                    ? 1
                                    : 0);
            Set<String> missing = new HashSet<>();
            report.path("failures")
                    .forEach(failure -> missing.add(failure.path("id").asText()));
            long arrived = server.all("table").stream()
                    .filter(table -> !missing.contains(table.fqn()))
                    .count();
            assertThat(arrived + failed)
                    .as("what is reported as ingested is there")
                    .isGreaterThanOrEqualTo(TABLES);
        }
    }

    /** Of a hundred requests, one drips, two are answered with a flood; the server itself cuts five. */
    private static void misbehave(OpenMetadataServer server, Random random) {
        server.plan(r -> chance(random, 0.01), Integer.MAX_VALUE, Answer.dripping(Duration.ofMillis(200)));
        server.plan(r -> chance(random, 0.02), Integer.MAX_VALUE, Answer.flooded(200L << 20));
    }

    private static boolean chance(Random random, double share) {
        return random.nextDouble() < share;
    }
}
