package io.trawl.worker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.trawl.api.Providers;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.memory.InMemoryLedger;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL and an OpenMetadata server, and workflows that name them. */
public final class Warehouse implements QuarkusTestResourceLifecycleManager {

    static EmbeddedDatabase database;
    static OpenMetadataServer catalog;
    static String folder;
    static List<EntityDescriptor> entities = new ArrayList<>();

    /** The source would let anybody in; it is here so that it can be looked for where it must not be. */
    static final String PASSWORD = "pa55-of-the-source";

    @Override
    public Map<String, String> start() {
        database = EmbeddedDatabase.start();
        database.execute(
                "postgres",
                "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY, note text);"
                        + " CREATE TABLE shop.items (id int REFERENCES shop.orders)");
        database.createDatabase("ledger");
        catalog = OpenMetadataServer.builder().start();
        try {
            Path workflows = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "workflows")
                    .toAbsolutePath();
            folder = workflows.toString();
            write(workflows, "shop", database.hostPort(), "");
            write(
                    workflows,
                    "patient",
                    database.hostPort(),
                    "retryPolicy: {maxAttempts: 2, backoffSeconds: 3600, maxBackoffSeconds: 7200}");
            // By another name, so that it has a budget of its own.
            write(workflows, "narrow", "localhost:" + database.port(), "parallelism: 1");
            write(workflows, "nowhere", "127.0.0.1:1", "");
            yaml(database.hostPort()).toFile("target/never.ndjson").write(workflows.resolve("snapshot.yaml"));
            discover();
            return Map.of("trawl.workflows", folder, "trawl.connection-patience", "1s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkflowYaml yaml(String hostPort) {
        return WorkflowYaml.postgres("svc", hostPort, "postgres")
                .password(PASSWORD)
                .ledger("jdbc:postgresql://" + database.hostPort() + "/ledger", 0);
    }

    private static void write(Path folder, String name, String hostPort, String execution) {
        yaml(hostPort)
                .toOpenMetadata(catalog.hostPort(), catalog.botToken())
                .execution("orchestrator: knative, parallelism: 2, retryPolicy: {maxAttempts: 2, backoffSeconds: 0}")
                .execution(execution)
                .write(folder.resolve(name + ".yaml"));
    }

    static Workflow workflow(String name) {
        return new WorkflowReader(Map.of()).read(Path.of(folder, name + ".yaml"));
    }

    /** What discovery does before any event reaches a worker. */
    private static void discover() {
        Workflow workflow = workflow("shop");
        entities.clear(); // where a profile of settings starts everything again
        new IngestionEngine().discover(workflow, entities::add);
        try (Connectors connectors =
                Connectors.open(workflow, new InMemoryLedger(Clock.systemUTC(), 1), Providers.load())) {
            connectors.sink().begin("test", null);
            connectors.sink().writeHierarchy(connectors.source().discoverHierarchy());
        }
    }

    @Override
    public void stop() {
        catalog.close();
        database.close();
    }
}
