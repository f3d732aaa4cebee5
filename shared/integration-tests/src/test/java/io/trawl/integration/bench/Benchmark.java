package io.trawl.integration.bench;

import static io.trawl.integration.bench.Figures.print;

import io.trawl.environment.LocalRun;
import io.trawl.environment.Packaged;
import io.trawl.integration.argo.ArgoBench;
import io.trawl.integration.bench.Figures.Compared;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.bench.Baseline;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The figures of docs/performance.md, measured. Prints one line for each; takes the names of the measurements, or does
 * all that are not slow.
 */
public final class Benchmark {

    private static final int TABLES = 10_000;
    private static final int COLUMNS = 12;
    private static final int SCHEMAS = 20;
    private static final int ROUNDS = 7;
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final EmbeddedDatabase database;
    private final Path folder;

    private Benchmark(EmbeddedDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    public static void main(String[] names) throws Exception {
        List<String> wanted = names.length == 0
                ? List.of("file", "process", "latency", "sink", "ledger", "unchanged")
                : List.of(names);
        int tables = wanted.contains("memory") ? 10 * TABLES : TABLES;
        Path folder = Files.createTempDirectory("trawl-bench");
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            int processors = Runtime.getRuntime().availableProcessors();
            print("PostgreSQL %s, %d processors, JDK %s", "18", processors, Runtime.version());
            SampleWarehouse.plain(TABLES, COLUMNS, SCHEMAS).fill(database, "bench");
            database.execute("bench", "VACUUM ANALYZE");
            Benchmark benchmark = new Benchmark(database, folder);
            for (String name : wanted) {
                switch (name) {
                    case "file" -> benchmark.file();
                    case "process" -> benchmark.process();
                    case "latency" -> benchmark.latency();
                    case "sink" -> benchmark.sink();
                    case "memory" -> benchmark.memory(tables);
                    case "ledger" -> benchmark.ledger();
                    case "unchanged" -> benchmark.unchanged();
                    case "worker" -> new WorkerBench(database, folder).measure();
                    case "start" -> new PodStartBench(database, folder).measure();
                    case "million" -> benchmark.million();
                    case "argo" -> ArgoBench.measure();
                    case "redshift" -> benchmark.redshift();
                    case "snowflake" -> new SnowflakeBench(folder).measure();
                    case "snowflake-memory" -> new SnowflakeBench(folder).memory();
                    default -> throw new IllegalArgumentException("no such measurement: '" + name + "'");
                }
            }
        }
    }

    /** In a warm JVM: a whole run into a file, against four catalog queries that write nothing, in turns. */
    private void file() throws Exception {
        Compared compared = Compared.of(1, ROUNDS, this::baseline, () -> ingest(toFile(), TABLES));
        double run = compared.other().median();
        print(
                "file, warm JVM: %.2f s, %.0f tables/s; four queries %.2f s; ratio %s",
                run, TABLES / run, compared.base().median(), compared.ratios());
    }

    /** The same tables of Redshift, imitated by the same server, in turns with PostgreSQL's. */
    private void redshift() throws Exception {
        try (RedshiftServer cluster = RedshiftServer.start()) {
            RedshiftWarehouse.fill(cluster, "bench", TABLES, COLUMNS, SCHEMAS);
            LocalRun redshift = new LocalRun(
                            folder,
                            "redshift",
                            WorkflowYaml.redshift(
                                    "bench",
                                    cluster.hostPort(),
                                    RedshiftServer.USERNAME,
                                    RedshiftServer.PASSWORD,
                                    "bench"))
                    .execution("parallelism: 4");
            Compared compared = Compared.of(1, ROUNDS, () -> ingest(toFile(), TABLES), () -> ingest(redshift, TABLES));
            double run = compared.other().median();
            print(
                    "redshift, warm JVM: %.2f s, %.0f tables/s; postgres %.2f s; ratio %s",
                    run, TABLES / run, compared.base().median(), compared.ratios());
        }
    }

    /** As a whole process, start of the JVM included, in turns with a process that only asks the four queries. */
    private void process() throws Exception {
        List<String> reading = List.of("-cp", System.getProperty("java.class.path"), OneReading.class.getName());
        Compared compared = Compared.of(0, ROUNDS, () -> java(reading, jdbcUrl()), () -> process(toFile(), List.of()));
        double run = compared.other().median();
        print(
                "file, whole process: %.2f s, %.0f tables/s; four queries %.2f s; ratio %s",
                run, TABLES / run, compared.base().median(), compared.ratios());
    }

    /** Asks the four queries once. */
    static final class OneReading {

        private OneReading() {}

        public static void main(String[] jdbcUrl) throws SQLException {
            Baseline.measure(jdbcUrl[0], EmbeddedDatabase.USERNAME, "");
        }
    }

    /** The same through a proxy with a long way to the server, on four connections. */
    private void latency() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(database).roundTrip(ROUND_TRIP)) {
            LocalRun run =
                    toFile().connection("hostPort: '" + proxy.hostPort() + "'").execution("maxSourceConnections: 4");
            double seconds = Figures.seconds(1, 3, () -> ingest(run, TABLES)).median();
            print(
                    "file, %d ms round trip, 4 connections: %.2f s, %.0f tables/s",
                    ROUND_TRIP.toMillis(), seconds, TABLES / seconds);
        }
    }

    /** To the contract server, whose latency and the number of workers say how quick a run could be at best. */
    private void sink() throws Exception {
        // How many entities ride in a request decides whether this machine's processors or the latency are the limit.
        sink(1, "auto");
        sink(2, "50");
        sink(4, "20");
        sink(10, "5");
    }

    private void sink(int workers, String entitiesPerBatch) throws Exception {
        Figures shares = new Figures();
        Figures runs = new Figures();
        for (int round = 0; round < 3; round++) {
            try (OpenMetadataServer server = slowServer()) {
                LocalRun into = toFile().openMetadata(server)
                        .execution("maxSourceConnections: 2, parallelism: " + workers + ", entitiesPerBatch: "
                                + entitiesPerBatch);
                double run = Figures.seconds(() -> ingest(into, TABLES));
                if (round > 0) {
                    runs.add(run);
                    shares.add(server.requestCount() * LATENCY.toMillis() / 1000.0 / workers / run);
                }
            }
        }
        print(
                "OpenMetadata contract server, %d ms a request, %d at a time, %s entities per batch: %.2f s,"
                        + " %.0f tables/s, %.0f %% of what latency permits",
                LATENCY.toMillis(),
                workers,
                entitiesPerBatch,
                runs.median(),
                TABLES / runs.median(),
                100 * shares.median());
    }

    private static OpenMetadataServer slowServer() {
        return OpenMetadataServer.builder().withoutSchemas().latency(LATENCY).start();
    }

    /** 10,000 and 100,000 tables in processes with little heap: less and less of it shows how much is really needed. */
    private void memory(int tables) throws Exception {
        double small = memoryRun("bench", TABLES, 128);
        SampleWarehouse.plain(tables, COLUMNS, 10 * SCHEMAS).fill(database, "large");
        database.execute("large", "VACUUM ANALYZE");
        double large = memoryRun("large", tables, 128);
        memoryRun("large", tables, 64);
        memoryRun("large", tables, 48);
        print("time per table, %d against %d tables: ratio %.2f", tables, TABLES, large / tables / (small / TABLES));
    }

    private double memoryRun(String name, int tables, int mebibytes) throws Exception {
        Path log = folder.resolve("gc-" + name + ".log");
        List<String> options = List.of("-Xmx" + mebibytes + "m", "-Xlog:gc:file=" + log);
        LocalRun workflow = toFile().connection("database: " + name);
        double seconds = Figures.seconds(0, 3, () -> process(workflow, options)).median();
        print(
                "-Xmx%dm, %d tables: %.2f s, %.0f tables/s, at most %d MiB of heap in use after a collection",
                mebibytes, tables, seconds, tables / seconds, GcLog.mostAfterCollection(log));
        return seconds;
    }

    /** The same run with and without a ledger on the same server, in turns: in a warm JVM, and as whole processes. */
    private void ledger() throws Exception {
        database.createDatabase("ledger");
        LocalRun recorded = toFile().ledger(database, "ledger");
        compare("warm JVM", () -> ingest(toFile(), TABLES), () -> ingest(recorded, TABLES));
        compare("whole process", () -> process(toFile(), List.of()), () -> process(recorded, List.of()));
    }

    private static void compare(String how, Callable<?> without, Callable<?> with) throws Exception {
        Compared compared = Compared.of(1, ROUNDS, without, with);
        print(
                "file, %s: %.2f s without a ledger, %.2f s with one; ratio %s",
                how, compared.base().median(), compared.other().median(), compared.ratios());
    }

    /** Into a catalog that has everything already, against the run that brought it there. */
    private void unchanged() throws Exception {
        database.createDatabase("unchanged");
        Compared compared = new Compared(new Figures(), new Figures(), new Figures());
        for (int round = 0; round < 4; round++) {
            try (OpenMetadataServer server = slowServer()) {
                LocalRun run = toFile().openMetadata(server)
                        .ledger(database, "unchanged")
                        .execution("maxSourceConnections: 2, parallelism: 2");
                double first = Figures.seconds(() -> ingest(run, TABLES));
                long requests = server.requestCount();
                double second = Figures.seconds(() -> ingest(run, 0));
                if (round > 0) {
                    compared.add(first, second);
                }
                if (round == 3) {
                    print("requests: %d the first time, %d the second", requests, server.requestCount() - requests);
                }
            }
        }
        print(
                "OpenMetadata contract server, %d ms a request: %.2f s the first time, %.2f s when nothing has changed;"
                        + " ratio %s",
                LATENCY.toMillis(), compared.base().median(), compared.other().median(), compared.ratios());
    }

    /** A million synthetic entities with a ledger, in a process with little heap. */
    private void million() throws Exception {
        database.createDatabase("million");
        java(
                List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), LargeRun.class.getName()),
                database.hostPort() + "/million",
                "1000000");
    }

    private Void baseline() throws SQLException {
        Baseline.Result result = Baseline.measure(jdbcUrl(), EmbeddedDatabase.USERNAME, "");
        check(result.relations(), TABLES);
        return null;
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://" + database.hostPort() + "/bench";
    }

    /** A workflow into a file, with four workers. */
    private LocalRun toFile() {
        return new LocalRun(folder, "bench", WorkflowYaml.postgres("bench", database.hostPort(), "bench"))
                .execution("parallelism: 4");
    }

    private static Void ingest(LocalRun run, long expected) {
        check(run.execute().entities().ingested(), expected);
        return null;
    }

    private static void check(long count, long expected) {
        if (count != expected) {
            throw new IllegalStateException(count + " instead of " + expected);
        }
    }

    /** Ingests in a process of its own, which has no options of the JVM but these. */
    private static Void process(LocalRun run, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", Packaged.application("discovery-fn").toString()));
        return java(command, "ingest", "-c", run.written().toString(), "--no-progress");
    }

    private static Void java(List<String> options, String... arguments) throws IOException, InterruptedException {
        Process process = Packaged.java(options, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        check(process.waitFor(), 0);
        return null;
    }
}
