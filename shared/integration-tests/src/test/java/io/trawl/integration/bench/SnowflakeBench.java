package io.trawl.integration.bench;

import static io.trawl.integration.bench.Figures.print;

import io.trawl.api.report.Report;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * 10,000 tables in 50 schemas of the imitated Snowflake, each statement of which takes 50 ms. The least that a run can take is
 * given by arithmetic: its statements, times the latency, divided by the connections.
 */
final class SnowflakeBench {

    private static final int SCHEMAS = 50;
    private static final int TABLES_PER_SCHEMA = 200;
    /** More than connections, so that one is in use while another worker writes. */
    private static final int WORKERS = 8;

    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final String PASSWORD = "of-the-benchmark";

    private final Path folder;

    SnowflakeBench(Path folder) {
        this.folder = folder;
    }

    /** Prints a line for a service that answers, and one for a service that fails now and then. */
    void measure() throws Exception {
        try (SnowflakeServer server = SnowflakeServer.builder()
                .user("TRAWL", PASSWORD)
                .model(GeneratedWarehouse.schemas(SCHEMAS, TABLES_PER_SCHEMA))
                .latency(LATENCY)
                .start()) {
            measure(server, 2, "every answer comes");
            measure(server, 4, "every answer comes");
            server.failing(0.01, 0, 0.01);
            measure(server, 4, "2 % of the answers fail");
        }
    }

    /** 50,000 tables in one schema, for which SHOW says too little, in a process with little heap. */
    void memory() throws Exception {
        int tables = 50_000;
        try (SnowflakeServer server = SnowflakeServer.builder()
                .user("TRAWL", PASSWORD)
                .model(GeneratedWarehouse.oneSchema(tables, 0))
                .start()) {
            LocalRun run = workflow(server).execution("parallelism: 8, maxSourceConnections: 8");
            double seconds = Figures.seconds(
                    () -> run.ingest("128m", Duration.ofMinutes(15)).ok());
            long statements = server.statementsByKind().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            print(
                    "snowflake, %d tables in one schema, -Xmx128m: %.1f s, %.0f tables/s, %d statements",
                    tables, seconds, tables / seconds, statements);
        }
    }

    private LocalRun workflow(SnowflakeServer server) {
        return new LocalRun(folder, "snowflake", server.workflow("bench", PASSWORD))
                .source("includeStoredProcedures: false, includeTags: false");
    }

    private void measure(SnowflakeServer server, int connections, String how) throws Exception {
        LocalRun run = workflow(server).execution("parallelism: " + WORKERS + ", maxSourceConnections: " + connections);
        Figures ratios = new Figures();
        Figures seconds = new Figures();
        long statements = 0;
        for (int round = 0; round < 6; round++) {
            server.forgetStatements();
            double took = Figures.seconds(() -> {
                Report report = run.execute();
                if (report.entities().ingested() != SCHEMAS * TABLES_PER_SCHEMA) {
                    throw new IllegalStateException(report.toString());
                }
                return report;
            });
            if (round > 0) {
                statements = server.statementsByKind().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                seconds.add(took);
                ratios.add(took / (statements * LATENCY.toMillis() / 1000.0 / connections));
            }
        }
        print(
                "snowflake, %d tables in %d schemas, %d ms a statement, %d connections, %s: %.2f s, %d statements; of what"
                        + " latency permits %s",
                SCHEMAS * TABLES_PER_SCHEMA,
                SCHEMAS,
                LATENCY.toMillis(),
                connections,
                how,
                seconds.median(),
                statements,
                ratios);
    }
}
