package io.trawl.integration.bench;

import static io.trawl.integration.bench.Figures.print;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.environment.Packaged;
import io.trawl.environment.PlannedBatches;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.knative.KnativeService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged worker function, warm and as a process for one event. */
final class WorkerBench {

    private static final int TABLES = 6_000;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 7;
    private static final String WORKFLOW = "worker";

    private final EmbeddedDatabase database;
    private final Path folder;

    WorkerBench(EmbeddedDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    void measure() throws Exception {
        try (TestEnvironment environment = PackagedWorkers.environment(folder, database, WORKFLOW, TABLES, 20)) {
            double local = local(environment);
            Workflow workflow =
                    PackagedWorkers.workflow(environment, WORKFLOW, "orchestrator: knative, parallelism: 1");
            try (DurableLedger ledger =
                            new IngestionEngine().ledger(workflow.execution().ledger());
                    DurableRunLedger run = PlannedBatches.plan(ledger, workflow)) {
                warm(environment, run, local);
                processes(environment, run);
            }
        }
    }

    /** Entities/s of a run in this process with a batch for each entity and one worker, which has no event to take. */
    private double local(TestEnvironment environment) {
        double best = 0;
        for (int round = 0; round < 2; round++) {
            database.execute("workerledger", "DROP SCHEMA IF EXISTS trawl CASCADE");
            Workflow workflow = PackagedWorkers.workflow(environment, WORKFLOW, "parallelism: 1, entitiesPerBatch: 1");
            Report report = new IngestionEngine().ingest(workflow, RunStart.anew(), RunListener.NONE, begun -> {});
            best = Math.max(best, report.throughputPerSecond());
        }
        database.execute("workerledger", "DROP SCHEMA trawl CASCADE");
        return best;
    }

    private void warm(TestEnvironment environment, DurableRunLedger run, double local) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        double[] millis = new double[TABLES - WARM_UP - 100];
        try (KnativeService service = KnativeService.start(
                "worker-fn",
                port -> {
                    ProcessBuilder process = process(List.of(), environment);
                    process.command().add("serve");
                    process.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
                    return process;
                },
                1,
                1,
                Files.createDirectories(folder.resolve("logs")))) {
            URI pod = URI.create("http://127.0.0.1:" + service.pods().get(0).port() + "/");
            for (int i = 0; i < WARM_UP; i++) {
                post(client, pod, run.runId(), i);
            }
            long start = System.nanoTime();
            for (int i = 0; i < millis.length; i++) {
                long sent = System.nanoTime();
                post(client, pod, run.runId(), WARM_UP + i);
                millis[i] = (System.nanoTime() - sent) / 1e6;
            }
            double perSecond = millis.length / ((System.nanoTime() - start) / 1e9);
            Arrays.sort(millis);
            print(
                    "worker, warm: event to answer p50 %.1f ms, p99 %.1f ms; %.0f events/s, %.2f of a local run with a"
                            + " batch for each entity (%.0f/s)",
                    millis[millis.length / 2], millis[millis.length * 99 / 100], perSecond, perSecond / local, local);
        }
    }

    private static void post(HttpClient client, URI pod, String run, long batch)
            throws IOException, InterruptedException {
        int status = client.send(
                        HttpRequest.newBuilder(pod)
                                .header("content-type", "application/cloudevents+json")
                                .POST(HttpRequest.BodyPublishers.ofString(event(run, batch)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200 && status != 204) {
            throw new IllegalStateException("batch " + batch + ": " + status);
        }
    }

    private static String event(String run, long batch) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + batch + "\",\"source\":\"/bench\","
                + "\"type\":\"io.trawl.entity.discovered.v1\",\"data\":{\"workflow\":\"" + WORKFLOW + "\",\"run\":\""
                + run
                + "\",\"batch\":" + batch + "}}";
    }

    /** From the start of a process for one event to its end, with its entity committed before that. */
    private void processes(TestEnvironment environment, DurableRunLedger run) throws Exception {
        int next = TABLES - 100;
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("this JDK", List.of());
        String newer = System.getProperty("trawl.bench.jdk25");
        if (newer != null) {
            Path cache = folder.resolve("worker.aot");
            String java = Path.of(newer, "bin", "java").toString();
            String classPath = classPath();
            one(next++, run, process(List.of(java, "-XX:AOTCacheOutput=" + cache, "-cp", classPath), environment));
            kinds.put("JDK 25", List.of(java));
            kinds.put("JDK 25 on a plain class path", List.of(java, "-cp", classPath));
            kinds.put(
                    "JDK 25 on a plain class path with an AOT cache",
                    List.of(java, "-XX:AOTCache=" + cache, "-cp", classPath));
        }
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            Figures seconds = new Figures();
            for (int i = 0; i < ROUNDS; i++) {
                seconds.add(one(next++, run, process(kind.getValue(), environment)));
            }
            print("worker, a process for one event, %s: %s s", kind.getKey(), seconds);
        }
    }

    private double one(int batch, DurableRunLedger run, ProcessBuilder process) throws Exception {
        Path path = Files.createDirectories(folder.resolve("event"));
        Files.writeString(path.resolve("event"), event(run.runId(), batch));
        process.environment().put("K_EVENT_PATH", path.toString());
        long start = System.nanoTime();
        int exitCode = process.redirectErrorStream(true)
                .redirectOutput(folder.resolve("one.log").toFile())
                .start()
                .waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exitCode != 0) {
            throw new IllegalStateException(exitCode + ": " + Files.readString(folder.resolve("one.log")));
        }
        return seconds;
    }

    private ProcessBuilder process(List<String> java, TestEnvironment environment) {
        List<String> command = new ArrayList<>(
                java.isEmpty()
                        ? List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString())
                        : java);
        command.add(1, "-XX:+UseSerialGC");
        if (command.contains("-cp")) {
            command.add("io.trawl.worker.Main");
        } else {
            command.add("-jar");
            command.add(Packaged.application("worker-fn").toString());
        }
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(environment.variables);
        return process;
    }

    /** What is in the package, since an AOT cache holds no class of another class loader than the JVM's own. */
    private static String classPath() throws IOException {
        Path application = Packaged.application("worker-fn");
        try (Stream<Path> files = Files.walk(application.getParent())) {
            return files.filter(file -> file.toString().endsWith(".jar") && !file.equals(application))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }
}
