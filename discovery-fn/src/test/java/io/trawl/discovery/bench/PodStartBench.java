package io.trawl.discovery.bench;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.memory.InMemoryLedger;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        SampleWarehouse.plain(TABLES, 12, 1).fill(database, WORKFLOW);
        database.createDatabase("startledger");
        try (OpenMetadataServer catalog =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            Workflow workflow = workflow(catalog);
            IngestionEngine engine = new IngestionEngine();
            try (DurableLedger ledger = engine.ledger(workflow.execution().ledger());
                    DurableRunLedger run = planned(engine, ledger, workflow)) {
                measure("plain", PLAIN, catalog, run.runId());
                measure("as in pods", AS_IN_PODS, catalog, run.runId());
            }
        }
    }

    private static DurableRunLedger planned(IngestionEngine engine, DurableLedger ledger, Workflow workflow) {
        try (Connectors connectors =
                Connectors.open(workflow, new InMemoryLedger(Clock.systemUTC(), 1), Providers.load())) {
            connectors.sink().begin("bench", null);
            connectors.sink().writeHierarchy(connectors.source().discoverHierarchy());
        }
        List<EntityDescriptor> found = new ArrayList<>();
        engine.discover(workflow, found::add);
        String id = engine.prepare(ledger, workflow, RunStart.anew());
        DurableRunLedger run =
                ledger.work(workflow.name(), id, workflow.digest()).orElseThrow();
        if (!run.tryAcquireLeadership()) {
            throw new IllegalStateException("another process leads");
        }
        run.beginListing(
                EntityType.TABLE,
                WORKFLOW,
                found.stream().map(EntityDescriptor::schema).distinct().toList());
        run.plan(found.stream().map(List::of).toList());
        return run;
    }

    private void measure(String name, List<String> options, OpenMetadataServer catalog, String run) throws Exception {
        double[] oneTable = new double[ROUNDS];
        double[] nothing = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            oneTable[i] = cpuSeconds(options, catalog, run, next);
            nothing[i] = cpuSeconds(options, catalog, run, next); // its batch is done
            next++;
        }
        Path classes = folder.resolve("classes.log");
        List<String> logged = new ArrayList<>(options);
        logged.add("-Xlog:class+load:file=" + classes);
        cpuSeconds(logged, catalog, run, 0);
        long loaded;
        try (Stream<String> lines = Files.lines(classes)) {
            loaded = lines.count();
        }
        print(
                "pod start, %s: before its first claim %s, %d classes; with one table %s",
                name, of(nothing), loaded, of(oneTable));
    }

    private static String of(double[] seconds) {
        Arrays.sort(seconds);
        return String.format(
                Locale.ROOT, "%.2f CPU s (%.2f to %.2f)", seconds[ROUNDS / 2], seconds[0], seconds[ROUNDS - 1]);
    }

    /** User and system time of a process, as bash tells it. */
    private double cpuSeconds(List<String> options, OpenMetadataServer catalog, String run, int pod) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%U %S'; time \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                System.getProperty("trawl.worker", "worker-fn/target/quarkus-app/quarkus-run.jar"),
                "batches",
                "--workflow=" + WORKFLOW,
                "--run=" + run,
                "--pod=" + pod,
                "--of=" + TABLES));
        Path log = folder.resolve("pod.log");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().put("TRAWL_WORKFLOWS", folder.toString());
        process.environment().put("OM_TOKEN", catalog.botToken());
        int exitCode = process.start().waitFor();
        List<String> lines = Files.readAllLines(log);
        if (exitCode != 0) {
            throw new IllegalStateException(exitCode + ": " + lines);
        }
        String[] times = lines.get(lines.size() - 1).split(" ");
        return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
    }

    private Workflow workflow(OpenMetadataServer catalog) throws IOException {
        Path file = Files.writeString(folder.resolve(WORKFLOW + ".yaml"), """
                source:
                  type: postgres
                  serviceName: start
                  serviceConnection:
                    config: {type: Postgres, username: postgres, authType: {password: x}, hostPort: '%s', database: %s}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink: {type: metadata-rest, config: {}}
                workflowConfig:
                  openMetadataServerConfig:
                    hostPort: '%s'
                    authProvider: openmetadata
                    securityConfig: {jwtToken: '${OM_TOKEN}'}
                  distributedExecution:
                    {enabled: true, orchestrator: argo, parallelism: 1, ledger: {url: 'jdbc:postgresql://%s/startledger',
                     username: postgres, leaseSeconds: 600}}
                """.formatted(
                        database.hostPort(), WORKFLOW, catalog.hostPort(), database.hostPort()));
        return new WorkflowReader(Map.of("OM_TOKEN", catalog.botToken())).read(file);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
