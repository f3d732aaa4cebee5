package io.trawl.integration.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.environment.Cli;
import io.trawl.environment.Packaged;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A machine with the command line and a kubeconfig, and a cluster with the WorkflowTemplate as it is installed, whose pods run the
 * packaged functions.
 */
final class PackagedArgo implements AutoCloseable {

    private static final Path TEMPLATE = Checkout.root().resolve("argo/workflow-template.yaml");

    final TestEnvironment environment;
    final OpenMetadataServer catalog;
    final ArgoCluster cluster;
    private final Map<String, String> texts = new HashMap<>();

    /**
     * @param server holds the database {@code warehouse}
     * @param latency of the catalog
     * @param settings of the cluster
     */
    PackagedArgo(Path folder, EmbeddedDatabase server, Duration latency, UnaryOperator<ArgoClusterBuilder> settings)
            throws IOException {
        environment = TestEnvironment.in(folder, server)
                .emptyLedger()
                .catalog(OpenMetadataServer.builder().withoutSchemas().latency(latency))
                .proxied()
                .open();
        catalog = environment.catalog;
        Map<String, String> variables = environment.variables;
        variables.remove("TRAWL_WORKFLOWS");
        variables.put("PG_PASSWORD", TestEnvironment.SECRET);
        variables.put("PG_HOST", environment.hostPort());
        variables.put("TRAWL_LEDGER_PASSWORD", TestEnvironment.SECRET + "-ledger");
        cluster = settings.apply(ArgoCluster.builder()).start();
        cluster.image("trawl/discovery-fn", () -> {
            environment.source.heal();
            return Packaged.pod("discovery-fn");
        });
        cluster.image("trawl/worker-fn", () -> Packaged.pod("worker-fn"));
        cluster.image("trawl/worker-without-token", () -> {
            ProcessBuilder worker = Packaged.pod("worker-fn");
            worker.command().addAll(0, List.of("env", "OM_TOKEN=no-token"));
            return worker;
        });
        cluster.image("trawl/worker-without-source", () -> {
            environment.source.refuse();
            return Packaged.pod("worker-fn");
        });
        cluster.secret("trawl", Map.copyOf(variables));
        cluster.configMap("trawl-workflows", texts);
        cluster.apply(Files.readString(TEMPLATE));
        Path kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
        variables.put("KUBECONFIG", kubeconfig.toString());
    }

    /**
     * Adds a workflow, on this machine and in the cluster. Commands are about it from now on.
     *
     * @param execution more keys of distributedExecution
     */
    String add(String name, String execution) {
        return add(name, execution, "schemaFilterPattern: {includes: ['plain_.*']}");
    }

    /** @param filter what is ingested */
    String add(String name, String execution, String filter) {
        return add(
                name,
                environment
                        .yaml(name)
                        .password("${PG_PASSWORD}")
                        .connection("hostPort: '${PG_HOST}'")
                        .source(filter),
                execution);
    }

    /** Adds a workflow of another source, which has its sink already. */
    String add(String name, WorkflowYaml source, String execution) {
        WorkflowYaml yaml = source.execution("orchestrator: argo,"
                        + " retryPolicy: {maxAttempts: 3, backoffSeconds: 0.5, backoffFactor: 2, maxBackoffSeconds: 2}")
                .execution(execution);
        texts.put(name + ".yaml", yaml.toString());
        cluster.configMap("trawl-workflows", texts);
        return environment.write(name, yaml).toString();
    }

    /** Runs a command to its end. */
    Cli.Result run(String... arguments) {
        return checked(environment.start(arguments).await());
    }

    /** No secret in what is said, nor in any object in the cluster. */
    Cli.Result checked(Cli.Result result) {
        String objects = cluster.workflows().toString();
        for (String secret : List.of(TestEnvironment.SECRET, catalog.botToken())) {
            String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(result.out() + result.err() + objects).doesNotContain(secret, base64);
        }
        return result;
    }

    /** The name of the Workflow of a workflow's latest run. */
    String workflowOf(String workflow) {
        return "trawl-" + environment.latest(workflow).run().runId();
    }

    /** The phase in which a Workflow ends. */
    String completed(String workflow) throws InterruptedException {
        return cluster.awaitCompleted(workflow, Duration.ofSeconds(60))
                .at("/status/phase")
                .asText();
    }

    /** Ends what a test leaves, and waits until no Workflow is under way. */
    void reset() throws InterruptedException {
        environment.killCommands();
        catalog.heal();
        for (JsonNode workflow : cluster.workflows()) {
            completed(workflow.at("/metadata/name").asText());
        }
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

    /** The pods that do the work of a Workflow. */
    List<Pod> workers(String workflow) {
        return cluster.pods("ingest").stream()
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

    @Override
    public void close() {
        environment.killCommands();
        cluster.close();
        environment.close();
    }
}
