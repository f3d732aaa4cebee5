package io.trawl.integration.bench;

import static io.trawl.integration.bench.Figures.print;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.Packaged;
import io.trawl.environment.PlannedBatches;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** CPU seconds of the packaged worker as a pod of Argo runs it: with a share that has nothing open, and with one table. */
final class PodStartBench {

    /** What the WorkflowTemplate gives the JVM, and JVMs in small containers choose by themselves. */
    private static final List<String> AS_IN_PODS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final List<String> PLAIN = List.of("-XX:+UseSerialGC");
    private static final int ROUNDS = 7;
    private static final int TABLES = 100;
    private static final String WORKFLOW = "start";

    private final EmbeddedDatabase database;
    private final Path folder;
    private int next;

    PodStartBench(EmbeddedDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    void measure() throws Exception {
        try (TestEnvironment environment = PackagedWorkers.environment(folder, database, WORKFLOW, TABLES, 1)) {
            Workflow workflow = PackagedWorkers.workflow(environment, WORKFLOW, "orchestrator: argo, parallelism: 1");
            try (DurableLedger ledger =
                            new IngestionEngine().ledger(workflow.execution().ledger());
                    DurableRunLedger run = PlannedBatches.plan(ledger, workflow)) {
                measure("plain", PLAIN, environment, run.runId());
                measure("as in pods", AS_IN_PODS, environment, run.runId());
            }
        }
    }

    private void measure(String name, List<String> options, TestEnvironment environment, String run) throws Exception {
        Figures oneTable = new Figures();
        Figures nothing = new Figures();
        for (int i = 0; i < ROUNDS; i++) {
            oneTable.add(cpuSeconds(options, environment, run, next));
            nothing.add(cpuSeconds(options, environment, run, next)); // its batch is done
            next++;
        }
        Path classes = folder.resolve("classes.log");
        List<String> logged = new ArrayList<>(options);
        logged.add("-Xlog:class+load:file=" + classes);
        cpuSeconds(logged, environment, run, 0);
        long loaded;
        try (Stream<String> lines = Files.lines(classes)) {
            loaded = lines.count();
        }
        print(
                "pod start, %s: before its first claim %s CPU s, %d classes; with one table %s CPU s",
                name, nothing, loaded, oneTable);
    }

    /** User and system time of a process, as bash tells it. */
    private double cpuSeconds(List<String> options, TestEnvironment environment, String run, int pod) throws Exception {
        List<String> packaged = new ArrayList<>(options);
        packaged.addAll(List.of("-jar", Packaged.application("worker-fn").toString()));
        ProcessBuilder process = Packaged.java(
                packaged, "batches", "--workflow=" + WORKFLOW, "--run=" + run, "--pod=" + pod, "--of=" + TABLES);
        process.command().addAll(0, List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash"));
        Path log = folder.resolve("pod.log");
        process.redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().putAll(environment.variables);
        int exitCode = process.start().waitFor();
        List<String> lines = Files.readAllLines(log);
        if (exitCode != 0) {
            throw new IllegalStateException(exitCode + ": " + lines);
        }
        String[] times = lines.get(lines.size() - 1).split(" ");
        return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
    }
}
