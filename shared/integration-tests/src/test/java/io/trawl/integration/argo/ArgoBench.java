package io.trawl.integration.argo;

import io.trawl.api.report.Report;
import io.trawl.environment.Cli;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.argo.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run in pods takes, with the delays of a real kubelet and a real Argo, and what a pod for each entity would take. Pods
 * are processes that share this machine's processors, so what they do takes longer than in a cluster.
 */
public final class ArgoBench {

    private static final int TABLES = 10_098;
    /** With pods for each entity; no more at a time than this machine can start without delay. */
    private static final int FEW = 20;

    private static final int FEW_PODS = 4;
    private static final int PODS = 50;
    private static final Duration POD_START = Duration.ofMillis(2_500);
    private static final Duration COMPLETION_QUEUE = Duration.ofSeconds(10);
    private static final Duration LATENCY = Duration.ofMillis(50);

    private static final Duration LIMIT = Duration.ofMinutes(6);

    private ArgoBench() {}

    /** Prints a line for each way. */
    public static void measure() throws Exception {
        Path folder = Files.createTempDirectory("trawl-argo-bench");
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("max_connections", "500"))) {
            SampleWarehouse.plain(TABLES, 12, 20).fill(server, "warehouse");
            double each;
            try (EmbeddedDatabase small = EmbeddedDatabase.start(Map.of("max_connections", "500"))) {
                SampleWarehouse.plain(FEW, 12, 2).fill(small, "warehouse");
                each = run(
                        folder.resolve("each"), small, "a pod for each table", ", entitiesPerBatch: 1", FEW, FEW_PODS);
            }
            double auto = run(folder.resolve("auto"), server, "by cost", "", TABLES, PODS);
            double fifty = run(folder.resolve("fifty"), server, "50 pods", ", entitiesPerBatch: 202", TABLES, PODS);
            double all = each * TABLES;
            print(
                    "a pod for each of %d tables, from the figure for %d: %.0f pod-seconds; by cost %.0f times less,"
                            + " with 50 pods %.0f times less",
                    TABLES, FEW, all, all / auto, all / fifty);
        }
    }

    /** Pod-seconds of workers; per entity if every entity has a pod. */
    private static double run(
            Path folder, EmbeddedDatabase server, String name, String execution, int tables, int parallelism)
            throws Exception {
        Files.createDirectories(folder);
        try (PackagedArgo argo = new PackagedArgo(folder, server, LATENCY, cluster -> cluster.podStart(POD_START)
                .completionQueue(COMPLETION_QUEUE)
                .parallelPods(parallelism))) {
            argo.add("bench", "parallelism: " + parallelism + ", maxSourceConnections: " + parallelism + execution);
            Cli.Result plan = argo.run("plan");
            plan.out()
                    .lines()
                    .filter(line -> line.contains("Pods:") || line.contains("Estimate:"))
                    .forEach(line -> print("  %s", line.strip()));

            long began = System.nanoTime();
            Cli.Result result =
                    argo.environment.start("ingest", "--no-progress").await(LIMIT);
            double wall = (System.nanoTime() - began) / 1e9;

            Report report = argo.environment.report("bench", "latest");
            if (result.exitCode() != 0 || report.entities().ingested() != tables) {
                throw new IllegalStateException(result.toString());
            }
            List<Pod> pods = argo.cluster.pods("ingest");
            double podSeconds = pods.stream()
                    .mapToDouble(pod -> pod.lifetime().toMillis() / 1000.0)
                    .sum();
            double all = argo.cluster.podTime().toMillis() / 1000.0;
            print(
                    "%s: %d tables in %.0f s, %d worker pods of %.1f s on average, %.0f pod-seconds with all others",
                    name, tables, wall, pods.size(), podSeconds / pods.size(), all);
            return pods.size() == tables ? podSeconds / tables : podSeconds;
        }
    }

    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
