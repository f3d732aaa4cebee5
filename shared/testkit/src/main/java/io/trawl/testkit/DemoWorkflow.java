package io.trawl.testkit;

import java.nio.file.Path;

/** The workflow of the demo and of dev mode: a database of an embedded server into a file, with 10 workers. */
public final class DemoWorkflow {

    private DemoWorkflow() {}

    /**
     * Writes the workflow.
     *
     * @param file where to; its name without the ending is the workflow's
     * @param catalog the file the workflow will write
     */
    public static void write(Path file, EmbeddedDatabase server, String database, Path catalog) {
        WorkflowYaml.postgres("demo", server.hostPort(), database)
                .toFile(catalog.toAbsolutePath())
                .execution("orchestrator: local, parallelism: 10")
                .write(file);
    }
}
