package io.trawl.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The workflow of the demo and of dev mode: a database of an embedded server into a file, with 10 workers. */
public final class DemoWorkflow {

    private static final String TEMPLATE = """
            source:
              type: postgres
              serviceName: demo
              serviceConnection:
                config:
                  type: Postgres
                  hostPort: %s
                  username: %s
                  database: %s
              sourceConfig:
                config:
                  type: DatabaseMetadata
            sink:
              type: file
              config:
                filename: '%s'
            workflowConfig:
              distributedExecution:
                enabled: true
                orchestrator: local
                parallelism: 10
            """;

    private DemoWorkflow() {}

    /**
     * Writes the workflow.
     *
     * @param file where to; its name without the ending is the workflow's
     * @param catalog the file the workflow will write
     */
    public static void write(Path file, EmbeddedDatabase server, String database, Path catalog) throws IOException {
        String quoted = catalog.toAbsolutePath().toString().replace("'", "''");
        Files.writeString(file, TEMPLATE.formatted(server.hostPort(), EmbeddedDatabase.USERNAME, database, quoted));
    }
}
