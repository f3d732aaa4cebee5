package io.trawl.source.postgresql;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A run of a workflow as a user would write it, into a file. */
final class FileRun {

    private final Path file;
    private final String hostPort;
    private final String database;
    private String username = EmbeddedDatabase.USERNAME;
    private String connection = "";
    private String sourceConfig = "includeDDL: true";
    private String workflowConfig = "successThreshold: 0";

    /** @param file the catalog, not there yet */
    FileRun(Path file, String hostPort, String database) {
        this.file = file;
        this.hostPort = hostPort;
        this.database = database;
    }

    FileRun username(String name) {
        username = name;
        return this;
    }

    /** Further keys of the connection, as a flow mapping's content. */
    FileRun connection(String keys) {
        connection = ", " + keys;
        return this;
    }

    /** Keys of {@code sourceConfig.config} in the place of {@code includeDDL: true}. */
    FileRun sourceConfig(String keys) {
        sourceConfig = keys;
        return this;
    }

    /** Keys of {@code workflowConfig}, as a flow mapping's content. */
    FileRun workflowConfig(String keys) {
        workflowConfig = keys;
        return this;
    }

    Report execute() {
        return execute(RunListener.NONE, run -> {});
    }

    Report execute(RunListener listener, Consumer<Run> begun) {
        String yaml = """
                source:
                  type: postgres
                  serviceName: svc
                  serviceConnection:
                    config: {type: Postgres, username: '${USERNAME}', hostPort: '${HOST_PORT}', database: '${DATABASE}'%s}
                  sourceConfig:
                    config: {type: DatabaseMetadata, %s}
                sink: {type: file, config: {filename: '${FILE}'}}
                workflowConfig: {%s}
                """.formatted(connection, sourceConfig, workflowConfig);
        try {
            Path workflow = Files.writeString(file.resolveSibling(file.getFileName() + ".yaml"), yaml);
            Map<String, String> environment =
                    Map.of("USERNAME", username, "HOST_PORT", hostPort, "DATABASE", database, "FILE", file.toString());
            return new IngestionEngine()
                    .ingest(new WorkflowReader(environment).read(workflow), RunStart.anew(), listener, begun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the catalog, in an order that does not depend on which worker was first. */
    List<String> lines() {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
