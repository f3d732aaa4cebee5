package io.trawl.worker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL and an OpenMetadata server, and workflows that name them. */
public final class Warehouse implements QuarkusTestResourceLifecycleManager {

    static EmbeddedDatabase database;
    static OpenMetadataServer catalog;

    private static final String SOURCE = """
            source:
              type: postgres
              serviceName: svc
              serviceConnection:
                config:
                  type: Postgres
                  hostPort: %s
                  username: %s
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
                orchestrator: local
                parallelism: 2
                retryPolicy:
                  maxAttempts: 1
                  backoffSeconds: 0
            """;
    private static final String FILE = """
            sink:
              type: file
              config:
                filename: target/never.ndjson
            workflowConfig: {}
            """;

    @Override
    public Map<String, String> start() {
        database = EmbeddedDatabase.start();
        database.execute(
                "postgres",
                "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY, note text);"
                        + " CREATE TABLE shop.items (id int REFERENCES shop.orders)");
        catalog = OpenMetadataServer.builder().start();
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "workflows");
            String source = SOURCE.formatted(database.hostPort(), EmbeddedDatabase.USERNAME);
            String rest = REST.formatted(catalog.hostPort(), catalog.botToken());
            Files.writeString(folder.resolve("shop.yaml"), source + rest);
            Files.writeString(folder.resolve("snapshot.yaml"), source + FILE);
            Files.writeString(
                    folder.resolve("nowhere.yaml"), SOURCE.formatted("127.0.0.1:1", EmbeddedDatabase.USERNAME) + rest);
            return Map.of("trawl.workflows", folder.toAbsolutePath().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        catalog.close();
        database.close();
    }
}
