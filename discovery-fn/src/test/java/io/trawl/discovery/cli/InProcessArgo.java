package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.argo.RunWorkflow;
import io.trawl.argo.WorkflowClient;
import io.trawl.argo.WorkflowClients;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.argo.ArgoCluster;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands in this process, real but for the environment, with a workflow and a cluster of their own. */
final class InProcessArgo implements AutoCloseable {

    static final String LEDGER_PASSWORD = "pa55-of-the-ledger";
    static final String CLUSTER_TOKEN = "token-of-the-cluster";
    private static final Path TEMPLATE = Path.of("..", "argo", "workflow-template.yaml");

    final Map<String, String> variables;
    final ArgoCluster cluster;
    final Path folder;
    final Path kubeconfig;
    final Path file;
    private final TestEnvironment environment;
    private final String name;
    private final WorkflowYaml yaml;

    /**
     * @param server holds the databases {@code warehouse} and {@code ledger}
     * @param name of the workflow, by which its runs are found in the ledger
     */
    InProcessArgo(Path folder, String name, EmbeddedDatabase server, OpenMetadataServer catalog) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.name = name;
        environment = TestEnvironment.in(folder, server)
                .catalog(catalog)
                .ledger(server, "ledger")
                .open();
        cluster =
                ArgoCluster.builder().namespace("catalog").token(CLUSTER_TOKEN).start();
        cluster.apply(Files.readString(TEMPLATE));
        kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
        variables = environment.variables;
        variables.put("HOME", folder.toString());
        variables.put("KUBECONFIG", kubeconfig.toString());
        variables.put("TRAWL_LEDGER_PASSWORD", LEDGER_PASSWORD);
        // It names no ledger: the environment does.
        yaml = WorkflowYaml.postgres(TestEnvironment.SERVICE, server.hostPort(), TestEnvironment.DATABASE)
                .password(TestEnvironment.SECRET)
                .toOpenMetadata(catalog.hostPort(), "${OM_TOKEN}")
                .execution("orchestrator: argo, retryPolicy: {maxAttempts: 1, backoffSeconds: 0.1}");
        file = environment.write(name, yaml);
    }

    /** Adds keys to distributedExecution. */
    InProcessArgo execution(String keys) {
        environment.write(name, yaml.execution(keys));
        return this;
    }

    /** The workflow writes into a file. */
    InProcessArgo toFile() {
        environment.write(name, yaml.toFile("out.ndjson"));
        return this;
    }

    /** Another kubeconfig; {@code SERVER} in it is the API's address. */
    InProcessArgo kubeconfig(String text) throws IOException {
        Files.writeString(
                kubeconfig, text.replace("SERVER", cluster.kubernetesApi().toString()));
        return this;
    }

    /** Changes the kubeconfig's text. */
    InProcessArgo kubeconfig(String what, String with) throws IOException {
        return kubeconfig(Checkout.text(kubeconfig).replace(what, with));
    }

    /** From now on Workflows are submitted to the Argo server. */
    InProcessArgo argoServer() {
        variables.remove("KUBECONFIG");
        variables.put("ARGO_SERVER", cluster.argoServer().getAuthority());
        variables.put("ARGO_SECURE", "false");
        variables.put("ARGO_TOKEN", "Bearer " + CLUSTER_TOKEN);
        variables.put("ARGO_NAMESPACE", cluster.namespace());
        return this;
    }

    /** From now on the WorkflowTemplate is not there. */
    InProcessArgo withoutTemplate() {
        cluster.deleteTemplate("trawl");
        return this;
    }

    /** An image that can be pulled, and prints that. */
    InProcessArgo image(String image, String prints) {
        cluster.image(image, () -> new ProcessBuilder("/bin/sh", "-c", "echo '" + prints + "'", "sh"));
        return this;
    }

    /** Submits the latest run's Workflow. */
    void submit() {
        try (WorkflowClient client = WorkflowClients.open(variables, null)) {
            String run = environment.latest(name).run().runId();
            client.submit(RunWorkflow.submitted(environment.workflow(name), run, null, false));
        }
    }

    /** Begins a run in the ledger, as if it had been submitted and the cluster had lost it. */
    InProcessArgo begin() {
        environment.ask(ledger -> new IngestionEngine().prepare(ledger, environment.workflow(name), RunStart.anew()));
        return this;
    }

    /** Stops the latest run in the ledger. */
    InProcessArgo stop() {
        try (DurableLedger ledger = environment.openLedger()) {
            String run = ledger.stop(name, "latest").run().runId();
            ledger.work(name, run, environment.workflow(name).digest()).ifPresent(taken -> {
                try (taken) {
                    taken.tryAcquireLeadership();
                }
            });
        }
        return this;
    }

    /** Its runs in the ledger. */
    List<RunRecord> runs() {
        return environment.ask(ledger -> ledger.runs(name, 100));
    }

    /** Runs a command with its workflow to its end. */
    Cli.Result run(String command) {
        return run(command, new StringWriter());
    }

    /** @param err where it says what, while it says it */
    Cli.Result run(String command, StringWriter err) {
        return runWithoutFile(command + " -c " + file, err);
    }

    /** The workflow's file is not named. */
    Cli.Result runWithoutFile(String command) {
        return runWithoutFile(command, new StringWriter());
    }

    private Cli.Result runWithoutFile(String command, StringWriter err) {
        return InProcessCli.run(variables, err, command.split(" "));
    }

    @Override
    public void close() {
        cluster.close();
        environment.close();
    }
}
