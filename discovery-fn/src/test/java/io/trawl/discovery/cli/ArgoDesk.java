package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.RunWorkflow;
import io.trawl.argo.WorkflowClient;
import io.trawl.argo.WorkflowClients;
import io.trawl.config.LedgerEnvironment;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.argo.ArgoCluster;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody who types commands in this process: real but for the environment, with a workflow and a cluster of their own. */
public final class ArgoDesk implements AutoCloseable {

    static final String SOURCE_PASSWORD = "pa55-of-the-source";
    static final String LEDGER_PASSWORD = "pa55-of-the-ledger";
    static final String CLUSTER_TOKEN = "token-of-the-cluster";

    private static final Path TEMPLATE = Path.of("..", "argo", "workflow-template.yaml");

    final Map<String, String> environment = new HashMap<>();
    final ArgoCluster cluster;
    final Path folder;
    final Path kubeconfig;
    final Path file;
    private final String name;

    /**
     * @param server holds the databases {@code warehouse} and {@code ledger}
     * @param name of the workflow, by which its runs are found in the ledger
     */
    ArgoDesk(Path folder, String name, EmbeddedDatabase server, OpenMetadataServer catalog) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.name = name;
        cluster =
                ArgoCluster.builder().namespace("catalog").token(CLUSTER_TOKEN).start();
        cluster.apply(Files.readString(TEMPLATE));
        kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
        environment.put("HOME", folder.toString());
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("OM_TOKEN", catalog.botToken());
        environment.put("TRAWL_LEDGER_URL", "jdbc:postgresql://" + server.hostPort() + "/ledger");
        environment.put("TRAWL_LEDGER_USERNAME", EmbeddedDatabase.USERNAME);
        environment.put("TRAWL_LEDGER_PASSWORD", LEDGER_PASSWORD);
        file = folder.resolve(name + ".yaml");
        Files.writeString(file, """
                source:
                  type: postgres
                  serviceName: svc
                  serviceConnection:
                    config:
                      type: Postgres
                      username: postgres
                      authType: {password: %s}
                      hostPort: '%s'
                      database: warehouse
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink: {type: metadata-rest, config: {}}
                workflowConfig:
                  openMetadataServerConfig:
                    hostPort: '%s'
                    authProvider: openmetadata
                    securityConfig: {jwtToken: '${OM_TOKEN}'}
                  distributedExecution:
                    enabled: true
                    orchestrator: argo
                    retryPolicy: {maxAttempts: 1, backoffSeconds: 0.1}
                """.formatted(SOURCE_PASSWORD, server.hostPort(), catalog.hostPort()));
    }

    /** Changes the workflow's text. */
    ArgoDesk edit(String what, String with) {
        return edit(file, what, with);
    }

    /** Changes a file's text. */
    ArgoDesk edit(Path changed, String what, String with) {
        try {
            String text = Files.readString(changed);
            if (!text.contains(what)) {
                throw new IllegalArgumentException("'" + what + "' is not in " + changed);
            }
            Files.writeString(changed, text.replace(what, with));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds keys to distributedExecution. */
    ArgoDesk execution(String keys) {
        return edit("orchestrator: argo\n", "orchestrator: argo\n    " + keys + "\n");
    }

    /** Another kubeconfig; {@code SERVER} in it is the API's address. */
    ArgoDesk kubeconfig(String text) {
        try {
            Files.writeString(
                    kubeconfig, text.replace("SERVER", cluster.kubernetesApi().toString()));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on Workflows are submitted to the Argo server. */
    ArgoDesk argoServer() {
        environment.remove("KUBECONFIG");
        environment.put("ARGO_SERVER", cluster.argoServer().getAuthority());
        environment.put("ARGO_SECURE", "false");
        environment.put("ARGO_TOKEN", "Bearer " + CLUSTER_TOKEN);
        environment.put("ARGO_NAMESPACE", cluster.namespace());
        return this;
    }

    /** From now on the WorkflowTemplate is not there. */
    ArgoDesk withoutTemplate() {
        cluster.deleteTemplate("trawl");
        return this;
    }

    /** An image that can be pulled, and prints that. */
    ArgoDesk image(String name, String prints) {
        cluster.image(name, () -> new ProcessBuilder("/bin/sh", "-c", "echo '" + prints + "'", "sh"));
        return this;
    }

    /** Submits the latest run's Workflow. */
    void submit() {
        try (DurableLedger ledger = ledger();
                WorkflowClient client = WorkflowClients.open(environment, null)) {
            String run = ledger.run(name, "latest").orElseThrow().run().runId();
            client.submit(RunWorkflow.submitted(workflow(), run, null, false));
        }
    }

    /** Begins a run in the ledger, as if somebody had submitted it and the cluster had lost it. */
    ArgoDesk begin() {
        try (DurableLedger ledger = ledger()) {
            new IngestionEngine().prepare(ledger, workflow(), RunStart.anew());
        }
        return this;
    }

    /** Stops the latest run in the ledger. */
    ArgoDesk stop() {
        try (DurableLedger ledger = ledger()) {
            String run = ledger.stop(name, "latest").run().runId();
            ledger.work(name, run, workflow().digest()).ifPresent(taken -> {
                try (taken) {
                    taken.tryAcquireLeadership();
                }
            });
        }
        return this;
    }

    private Workflow workflow() {
        return new WorkflowReader(environment).read(file);
    }

    private DurableLedger ledger() {
        return new IngestionEngine().ledger(workflow().execution().ledger());
    }

    /** Its runs in a ledger. */
    List<RunRecord> runs(EmbeddedDatabase server) {
        environment.put("TRAWL_LEDGER_URL", "jdbc:postgresql://" + server.hostPort() + "/ledger");
        Map<String, String> here = new HashMap<>(environment);
        try (DurableLedger ledger =
                new IngestionEngine().ledger(LedgerEnvironment.ledger(here).orElseThrow())) {
            return ledger.runs(name, 100);
        }
    }

    /** Runs a command to its end. */
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
        return InProcessCli.run(environment, err, command.split(" "));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
