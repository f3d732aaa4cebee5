package io.trawl.discovery.bench;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.argo.ArgoBench;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
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
import java.util.Locale;
import java.util.Map;
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
            print("PostgreSQL %s, %d processors, JDK %s", "18", processors(), Runtime.version());
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
                    default -> throw new IllegalArgumentException("no such measurement: '" + name + "'");
                }
            }
        }
    }

    /** In a warm JVM: a whole run into a file, against four catalog queries that write nothing, in turns. */
    private void file() throws Exception {
        List<Double> trawl = new ArrayList<>();
        List<Double> baseline = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double queries = seconds(this::baseline);
            double run = seconds(() -> ingest(database.hostPort(), fileSink(), "parallelism: 4", TABLES));
            if (round > 0) { // the first warms up
                trawl.add(run);
                baseline.add(queries);
                ratios.add(run / queries);
            }
        }
        print(
                "file, warm JVM: %.2f s, %.0f tables/s; four queries %.2f s; ratio %.2f (%.2f to %.2f)",
                median(trawl), TABLES / median(trawl), median(baseline), median(ratios), min(ratios), max(ratios));
    }

    /** The same tables of Redshift, imitated by the same server, in turns with PostgreSQL's. */
    private void redshift() throws Exception {
        try (RedshiftServer cluster = RedshiftServer.start()) {
            RedshiftWarehouse.fill(cluster, "bench", TABLES, COLUMNS, SCHEMAS);
            List<Double> redshift = new ArrayList<>();
            List<Double> postgres = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                double other = seconds(() -> ingest(database.hostPort(), fileSink(), "parallelism: 4", TABLES));
                Path workflow = redshiftWorkflow(cluster);
                double run = seconds(() -> ingest(workflow, TABLES));
                if (round > 0) { // the first warms up
                    redshift.add(run);
                    postgres.add(other);
                    ratios.add(run / other);
                }
            }
            print(
                    "redshift, warm JVM: %.2f s, %.0f tables/s; postgres %.2f s; ratio %.2f (%.2f to %.2f)",
                    median(redshift),
                    TABLES / median(redshift),
                    median(postgres),
                    median(ratios),
                    min(ratios),
                    max(ratios));
        }
    }

    private Path redshiftWorkflow(RedshiftServer cluster) throws IOException {
        return Files.writeString(folder.resolve("redshift.yaml"), """
                source:
                  type: redshift
                  serviceName: bench
                  serviceConnection:
                    config: {type: Redshift, username: %s, authType: {password: %s}, hostPort: '%s', database: bench, sslMode: disable}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink:
                  type: %s
                  distributedExecution: {enabled: true, orchestrator: local, parallelism: 4}
                """.formatted(
                        RedshiftServer.USERNAME, RedshiftServer.PASSWORD, cluster.hostPort(), fileSink()));
    }

    /** As a whole process, start of the JVM included, in turns with a process that only asks the four queries. */
    private void process() throws Exception {
        List<Double> trawl = new ArrayList<>();
        List<Double> baseline = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Path workflow = workflow(database.hostPort(), fileSink(), "parallelism: 4");
        for (int round = 0; round < ROUNDS; round++) {
            double queries = seconds(() ->
                    java(List.of("-cp", System.getProperty("java.class.path"), OneReading.class.getName(), jdbcUrl())));
            double run = seconds(
                    () -> java(List.of("-jar", application(), "ingest", "-c", workflow.toString(), "--no-progress")));
            trawl.add(run);
            baseline.add(queries);
            ratios.add(run / queries);
        }
        print(
                "file, whole process: %.2f s, %.0f tables/s; four queries %.2f s; ratio %.2f (%.2f to %.2f)",
                median(trawl), TABLES / median(trawl), median(baseline), median(ratios), min(ratios), max(ratios));
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
            List<Double> trawl = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                double run = seconds(
                        () -> ingest(proxy.hostPort(), fileSink(), "parallelism: 4, maxSourceConnections: 4", TABLES));
                if (round > 0) {
                    trawl.add(run);
                }
            }
            print(
                    "file, %d ms round trip, 4 connections: %.2f s, %.0f tables/s",
                    ROUND_TRIP.toMillis(), median(trawl), TABLES / median(trawl));
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
        List<Double> shares = new ArrayList<>();
        List<Double> runs = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (OpenMetadataServer server = OpenMetadataServer.builder()
                    .withoutSchemas()
                    .latency(LATENCY)
                    .start()) {
                String execution =
                        "maxSourceConnections: 2, parallelism: " + workers + ", entitiesPerBatch: " + entitiesPerBatch;
                double run = seconds(() -> ingest(database.hostPort(), openMetadata(server), execution, TABLES));
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
                median(runs),
                TABLES / median(runs),
                100 * median(shares));
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
        Path workflow = workflow(database.hostPort(), fileSink(), "parallelism: 4", name);
        List<String> options = List.of("-Xmx" + mebibytes + "m", "-Xlog:gc:file=" + log);
        List<Double> runs = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            runs.add(seconds(
                    () -> java(options, "-jar", application(), "ingest", "-c", workflow.toString(), "--no-progress")));
        }
        print(
                "-Xmx%dm, %d tables: %.2f s, %.0f tables/s, at most %d MiB of heap in use after a collection",
                mebibytes, tables, median(runs), tables / median(runs), GcLog.mostAfterCollection(log));
        return median(runs);
    }

    /** The same run with and without a ledger on the same server, in turns: in a warm JVM, and as whole processes. */
    private void ledger() throws Exception {
        database.createDatabase("ledger");
        compare(
                "warm JVM",
                () -> ingest(database.hostPort(), fileSink(), "parallelism: 4", TABLES),
                () -> ingest(database.hostPort(), fileSink(), "parallelism: 4, " + ledgerKey("ledger"), TABLES));
        compare(
                "whole process",
                () -> process("parallelism: 4"),
                () -> process("parallelism: 4, " + ledgerKey("ledger")));
    }

    private Void process(String execution) throws Exception {
        Path workflow = workflow(database.hostPort(), fileSink(), execution);
        return java(List.of("-jar", application(), "ingest", "-c", workflow.toString(), "--no-progress"));
    }

    private void compare(String how, Callable<Void> without, Callable<Void> with) throws Exception {
        List<Double> plain = new ArrayList<>();
        List<Double> recorded = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double one = seconds(without);
            double other = seconds(with);
            if (round > 0) {
                plain.add(one);
                recorded.add(other);
                ratios.add(other / one);
            }
        }
        print(
                "file, %s: %.2f s without a ledger, %.2f s with one; ratio %.2f (%.2f to %.2f)",
                how, median(plain), median(recorded), median(ratios), min(ratios), max(ratios));
    }

    private String ledgerKey(String name) {
        return "ledger: {url: 'jdbc:postgresql://" + database.hostPort() + "/" + name + "', username: "
                + EmbeddedDatabase.USERNAME + "}";
    }

    /** Into a catalog that has everything already, against the run that brought it there. */
    private void unchanged() throws Exception {
        database.createDatabase("unchanged");
        List<Double> ratios = new ArrayList<>();
        List<Double> firsts = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            try (OpenMetadataServer server = OpenMetadataServer.builder()
                    .withoutSchemas()
                    .latency(LATENCY)
                    .start()) {
                String execution = "maxSourceConnections: 2, parallelism: 2, " + ledgerKey("unchanged");
                double first = seconds(() -> ingest(database.hostPort(), openMetadata(server), execution, TABLES));
                long requests = server.requestCount();
                double second = seconds(() -> ingest(database.hostPort(), openMetadata(server), execution, 0));
                if (round > 0) {
                    firsts.add(first);
                    seconds.add(second);
                    ratios.add(second / first);
                }
                if (round == 3) {
                    print("requests: %d the first time, %d the second", requests, server.requestCount() - requests);
                }
            }
        }
        print(
                "OpenMetadata contract server, %d ms a request: %.2f s the first time, %.2f s when nothing has changed;"
                        + " ratio %.2f (%.2f to %.2f)",
                LATENCY.toMillis(), median(firsts), median(seconds), median(ratios), min(ratios), max(ratios));
    }

    /** A million synthetic entities with a ledger, in a process with little heap. */
    private void million() throws Exception {
        database.createDatabase("million");
        java(
                List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")),
                LargeRun.class.getName(),
                "jdbc:postgresql://" + database.hostPort() + "/million",
                EmbeddedDatabase.USERNAME,
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

    private Void ingest(String hostPort, String sink, String execution, long expected) throws IOException {
        return ingest(workflow(hostPort, sink, execution), expected);
    }

    private static Void ingest(Path workflow, long expected) {
        Report report = new IngestionEngine()
                .ingest(new WorkflowReader(Map.of()).read(workflow), RunStart.anew(), RunListener.NONE, run -> {});
        check(report.entities().ingested(), expected);
        return null;
    }

    private static void check(long count, long expected) {
        if (count != expected) {
            throw new IllegalStateException(count + " instead of " + expected);
        }
    }

    private String fileSink() {
        return "file\n  config: {filename: '" + folder.resolve("catalog.ndjson") + "'}\nworkflowConfig:";
    }

    private static String openMetadata(OpenMetadataServer server) {
        return "metadata-rest\n  config: {}\nworkflowConfig:\n  openMetadataServerConfig: {hostPort: '"
                + server.hostPort() + "', authProvider: openmetadata, securityConfig: {jwtToken: '"
                + server.botToken() + "'}}";
    }

    private Path workflow(String hostPort, String sink, String execution) throws IOException {
        return workflow(hostPort, sink, execution, "bench");
    }

    private Path workflow(String hostPort, String sink, String execution, String name) throws IOException {
        return Files.writeString(folder.resolve("bench.yaml"), """
                source:
                  type: postgres
                  serviceName: bench
                  serviceConnection:
                    config: {type: Postgres, username: postgres, authType: {password: x}, hostPort: '%s', database: %s}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink:
                  type: %s
                  distributedExecution: {enabled: true, orchestrator: local, %s}
                """.formatted(hostPort, name, sink, execution));
    }

    private static String application() {
        return System.getProperty("trawl.application", "discovery-fn/target/quarkus-app/quarkus-run.jar");
    }

    private static Void java(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        check(process.waitFor(), 0);
        return null;
    }

    private static double seconds(Callable<Void> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double min(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
