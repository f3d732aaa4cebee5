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

    private static final String SOURCE = """
            source:
              type: postgres
              serviceName: svc
              serviceConnection:
                config:
                  type: Postgres
                  hostPort: %s
                  username: %s
                  authType: {password: pa55-of-the-source}
                  database: postgres
              sourceConfig:
                config:
                  type: DatabaseMetadata
            """;
    private static final String REST = """
            sink:
              type: metadata-rest
              config: {}
            workflowConfig:
              openMetadataServerConfig:
                hostPort: %s
                authProvider: openmetadata
                securityConfig:
                  jwtToken: %s
              distributedExecution:
                enabled: true
                orchestrator: knative
                parallelism: 2
                retryPolicy:
                  maxAttempts: 2
                  backoffSeconds: %s
                ledger:
                  url: jdbc:postgresql://%s/ledger
                  username: %s
            """;
    private static final String FILE = """
            sink:
              type: file
              config:
                filename: target/never.ndjson
            workflowConfig:
              distributedExecution:
                ledger:
                  url: jdbc:postgresql://%s/ledger
                  username: %s
            """;

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
            write(workflows, "shop", database.hostPort(), rest("0"));
            write(workflows, "patient", database.hostPort(), rest("3600\n      maxBackoffSeconds: 7200"));
            // By another name, so that it has a budget of its own.
            write(
                    workflows,
                    "narrow",
                    "localhost:" + database.port(),
                    rest("0").replace("parallelism: 2", "parallelism: 1"));
            write(workflows, "nowhere", "127.0.0.1:1", rest("0"));
            write(
                    workflows,
                    "snapshot",
                    database.hostPort(),
                    FILE.formatted(database.hostPort(), EmbeddedDatabase.USERNAME));
            discover(workflows);
            return Map.of("trawl.workflows", folder, "trawl.connection-patience", "1s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rest(String backoff) {
        return REST.formatted(
                catalog.hostPort(), catalog.botToken(), backoff, database.hostPort(), EmbeddedDatabase.USERNAME);
    }

    private static void write(Path folder, String name, String hostPort, String rest) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), SOURCE.formatted(hostPort, EmbeddedDatabase.USERNAME) + rest);
    }

    /** What discovery does before any event reaches a worker. */
    private static void discover(Path folder) {
        Workflow workflow = new WorkflowReader(Map.of()).read(folder.resolve("shop.yaml"));
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
