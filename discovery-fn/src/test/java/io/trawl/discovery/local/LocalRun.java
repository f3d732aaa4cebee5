package io.trawl.discovery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A workflow written as a user would, run in this process. */
final class LocalRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> values = new LinkedHashMap<>();
    private String sourceConfig = "";
    private String connection = "";
    private String sink;
    private String execution = "";
    private String workflowConfig = "";
    private String pipeline = "";

    LocalRun(Path folder, String hostPort, String database) {
        this.folder = folder;
        values.put("HOST_PORT", hostPort);
        values.put("DATABASE", database);
        values.put("USERNAME", "postgres");
        values.put("PASSWORD", "not-needed");
        sink = "type: file\n  config: {filename: '" + catalog() + "'}";
    }

    Path catalog() {
        return folder.resolve("catalog.ndjson");
    }

    /** What the workflow's variables stand for. */
    Map<String, String> environment() {
        return values;
    }

    /** Keys of {@code sourceConfig.config}, as a flow mapping's content. */
    LocalRun sourceConfig(String keys) {
        sourceConfig = ", " + keys;
        return this;
    }

    /** Further keys of the connection, as a flow mapping's content. */
    LocalRun connection(String keys) {
        connection = ", " + keys;
        return this;
    }

    /** Records runs in a database of an embedded server. */
    LocalRun ledger(EmbeddedDatabase server, String database) {
        values.put("TRAWL_LEDGER_URL", "jdbc:postgresql://" + server.hostPort() + "/" + database);
        values.put("TRAWL_LEDGER_USERNAME", EmbeddedDatabase.USERNAME);
        return this;
    }

    LocalRun username(String username) {
        values.put("USERNAME", username);
        return this;
    }

    LocalRun openMetadata(String hostPort, String token) {
        values.put("TOKEN", token);
        sink = "type: metadata-rest\n  config: {}";
        workflowConfig = "  openMetadataServerConfig: {hostPort: '" + hostPort
                + "', authProvider: openmetadata, securityConfig: {jwtToken: '${TOKEN}'}}\n";
        return this;
    }

    /** Writes into a file of that name. */
    LocalRun file(String filename) {
        sink = "type: file\n  config: {filename: '" + filename + "'}";
        return this;
    }

    /** Keys of {@code sink.config} of OpenMetadata's sink, as a flow mapping's content. */
    LocalRun sinkConfig(String keys) {
        sink = "type: metadata-rest\n  config: {" + keys + "}";
        return this;
    }

    /** The pipeline in OpenMetadata that shows the run. */
    LocalRun pipeline(String fqn) {
        pipeline = "ingestionPipelineFQN: " + fqn + "\n";
        return this;
    }

    /** Keys of {@code distributedExecution} in local mode, as a flow mapping's content. */
    LocalRun local(String keys) {
        execution = "  distributedExecution: {enabled: true, orchestrator: local, " + keys + "}\n";
        return this;
    }

    Workflow workflow() {
        String yaml = """
                source:
                  type: postgres
                  serviceName: warehouse
                  serviceConnection:
                    config: {type: Postgres, username: '${USERNAME}', authType: {password: '${PASSWORD}'}, hostPort: '${HOST_PORT}', database: '${DATABASE}'%s}
                  sourceConfig:
                    config: {type: DatabaseMetadata%s}
                sink:
                  %s
                workflowConfig:
                  successThreshold: 100
                %s%s%s""".formatted(connection, sourceConfig, sink, workflowConfig, execution, pipeline);
        try {
            return new WorkflowReader(values).read(Files.writeString(folder.resolve("test.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Report execute() {
        return execute(RunListener.NONE, run -> {});
    }

    Report execute(RunListener listener, Consumer<Run> begun) {
        return execute(RunStart.anew(), listener, begun);
    }

    Report execute(RunStart start, RunListener listener, Consumer<Run> begun) {
        return new IngestionEngine().ingest(workflow(), start, listener, begun);
    }

    /** What the file holds of a type, by fully qualified name. */
    Map<String, JsonNode> requests(String type) {
        Map<String, JsonNode> requests = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(catalog())) {
            lines.map(LocalRun::parse)
                    .filter(line -> line.path("type").asText().equals(type))
                    .forEach(line -> {
                        JsonNode before = requests.put(line.path("fqn").asText(), line.path("request"));
                        if (before != null) {
                            throw new AssertionError("twice: " + line.path("fqn"));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
