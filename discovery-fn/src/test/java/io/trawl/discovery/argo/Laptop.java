package io.trawl.discovery.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.config.LedgerEnvironment;
import io.trawl.discovery.Packaged;
import io.trawl.discovery.WarehouseWorkflow;
import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.argo.ArgoCluster;
import io.trawl.testkit.argo.ArgoClusterBuilder;
import io.trawl.testkit.argo.Pod;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A laptop and a cluster: the command line as a process with a kubeconfig, and the packaged functions as what the pods of
 * Workflows run, with the WorkflowTemplate as it is installed.
 */
final class Laptop implements AutoCloseable {

    static final String SECRET = "pa55-of-the-source";

    private static final String QUICK =
            "retryPolicy: {maxAttempts: 3, backoffSeconds: 0.5, backoffFactor: 2, maxBackoffSeconds: 2}";
    private static final AtomicInteger LEDGERS = new AtomicInteger();
    private static final Path TEMPLATE = Path.of("..", "argo", "workflow-template.yaml");

    final ArgoCluster cluster;
    final OpenMetadataServer catalog;
    final FaultProxy source;
    final EmbeddedDatabase server;
    final Path folder;

    private final Path workflows;
    private final Path kubeconfig;
    private final String ledger = "argo_ledger_" + LEDGERS.incrementAndGet();
    private final List<Cli> started = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();

    /**
     * @param server holds the database {@code warehouse}
     * @param settings of the cluster
     */
    Laptop(Path folder, EmbeddedDatabase server, UnaryOperator<ArgoClusterBuilder> settings) throws IOException {
        this(folder, server, Duration.ZERO, settings);
    }

    /** @param latency of the catalog */
    Laptop(Path folder, EmbeddedDatabase server, Duration latency, UnaryOperator<ArgoClusterBuilder> settings)
            throws IOException {
        this.folder = folder;
        this.server = server;
        server.createDatabase(ledger);
        source = FaultProxy.start(server);
        catalog = OpenMetadataServer.builder().withoutSchemas().latency(latency).start();
        workflows = Files.createDirectories(folder.resolve("workflows"));
        cluster = settings.apply(ArgoCluster.builder()).start();
        cluster.image("trawl/discovery-fn", () -> {
            source.heal();
            return Packaged.pod("discovery-fn");
        });
        cluster.image("trawl/worker-fn", () -> Packaged.pod("worker-fn"));
        cluster.image("trawl/worker-without-token", () -> changed("OM_TOKEN=no-token"));
        cluster.image("trawl/worker-without-source", () -> {
            source.refuse();
            return Packaged.pod("worker-fn");
        });
        cluster.secret("trawl", secrets());
        cluster.configMap("trawl-workflows", texts);
        cluster.apply(Files.readString(TEMPLATE));
        kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
    }

    /** A worker in whose environment something is not as in the Secret. */
    private static ProcessBuilder changed(String variable) {
        ProcessBuilder java = Packaged.pod("worker-fn");
        java.command().addAll(0, List.of("env", variable));
        return java;
    }

    private Map<String, String> secrets() {
        return Map.of(
                "OM_TOKEN",
                catalog.botToken(),
                "PG_PASSWORD",
                SECRET,
                "PG_HOST",
                source.hostPort(),
                "TRAWL_LEDGER_URL",
                "jdbc:postgresql://" + server.hostPort() + "/" + ledger,
                "TRAWL_LEDGER_USERNAME",
                EmbeddedDatabase.USERNAME,
                "TRAWL_LEDGER_PASSWORD",
                SECRET + "-ledger");
    }

    /** What the laptop has in its environment: the secrets too, since it reads the workflow and follows the ledger. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(secrets());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return environment;
    }

    /**
     * Adds a workflow, on the laptop and in the cluster.
     *
     * @param execution more keys of distributedExecution
     */
    String add(String name, String execution) throws IOException {
        return add(name, execution, "schemaFilterPattern: {includes: ['plain_.*']}");
    }

    /** @param filter what is ingested */
    String add(String name, String execution, String filter) throws IOException {
        WarehouseWorkflow workflow = new WarehouseWorkflow(
                "argo",
                name,
                new WarehouseWorkflow.Source(EmbeddedDatabase.USERNAME, "${PG_PASSWORD}", "${PG_HOST}"),
                filter,
                catalog.hostPort());
        String text = execution.contains("retryPolicy") ? workflow.yaml(execution) : workflow.yaml(QUICK, execution);
        Path file = Files.writeString(workflows.resolve(name + ".yaml"), text);
        texts.put(name + ".yaml", text);
        cluster.configMap("trawl-workflows", texts);
        return file.toString();
    }

    /** Starts a command. */
    Cli begin(String... arguments) {
        return begin(Map.of(), arguments);
    }

    Cli begin(Map<String, String> more, String... arguments) {
        Map<String, String> environment = environment();
        environment.putAll(more);
        Cli cli = Cli.start(folder, environment, arguments);
        started.add(cli);
        return cli;
    }

    /** Runs a command to its end. */
    Cli.Result run(String... arguments) {
        return checked(begin(arguments).await());
    }

    /** No secret in what is said, nor in any object in the cluster. */
    Cli.Result checked(Cli.Result result) {
        String objects = cluster.workflows().toString();
        for (String secret : List.of(SECRET, catalog.botToken())) {
            String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(result.out() + result.err() + objects).doesNotContain(secret, base64);
        }
        return result;
    }

    static String workflowOf(String runId) {
        return "trawl-" + runId;
    }

    /** The phase in which a Workflow ends. */
    String completed(String workflow) throws InterruptedException {
        return cluster.awaitCompleted(workflow, Duration.ofSeconds(60))
                .at("/status/phase")
                .asText();
    }

    /** Waits until no Workflow is under way. */
    void awaitAll() throws InterruptedException {
        for (JsonNode workflow : cluster.workflows()) {
            completed(workflow.at("/metadata/name").asText());
        }
    }

    DurableLedger ledger() {
        return new IngestionEngine()
                .ledger(LedgerEnvironment.ledger(environment()).orElseThrow());
    }

    RunRecord latest(String workflow) {
        try (DurableLedger opened = ledger()) {
            return opened.run(workflow, Ledger.LATEST).orElseThrow();
        }
    }

    /** What is wrong with the part of the catalog that a workflow writes. */
    List<String> faults(String workflow) throws Exception {
        return new CatalogAudit(workflow, server, "warehouse")
                .faults(catalog).stream()
                        .filter(fault -> fault.contains(": " + workflow + "."))
                        .toList();
    }

    /** Waits for the end of a command; if it does not come, says how the pods stand. */
    Cli.Result await(Cli cli) {
        try {
            return cli.await();
        } catch (AssertionError e) {
            StringBuilder text = new StringBuilder(e.getMessage());
            cluster.pods().forEach(pod -> text.append('\n')
                    .append(pod)
                    .append(": ")
                    .append(pod.log().strip()));
            cluster.workflows().forEach(workflow -> text.append('\n').append(workflow.path("status")));
            throw new AssertionError(text.toString(), e);
        }
    }

    /** Pods of a Workflow that run a template. */
    List<Pod> pods(String workflow, String template) {
        return cluster.pods(template).stream()
                .filter(pod -> pod.workflow().equals(workflow))
                .toList();
    }

    /** The most of these pods that there were at the same time. */
    static int mostAtOnce(List<Pod> pods) {
        TreeMap<Instant, Integer> changes = new TreeMap<>();
        for (Pod pod : pods) {
            changes.merge(pod.created(), 1, Integer::sum);
            changes.merge(pod.created().plus(pod.lifetime()), -1, Integer::sum);
        }
        int now = 0;
        int most = 0;
        for (int change : changes.values()) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    /** Ends what commands still run. */
    void killCommands() {
        started.forEach(Cli::kill);
        started.clear();
    }

    @Override
    public void close() {
        killCommands();
        cluster.close();
        catalog.close();
        source.close();
    }
}
