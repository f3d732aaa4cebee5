package io.trawl.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.Providers;
import io.trawl.api.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A right workflow that a test changes at one or two places, writes to a file and reads. */
final class SampleWorkflow {

    static final String PASSWORD = "pa55-the-secret";
    static final String TOKEN = "t0ken-the-secret";
    static final Map<String, String> ENVIRONMENT =
            Map.of("PG_PASSWORD", PASSWORD, "OM_TOKEN", TOKEN, "FIVE", "5", "YES", "true", "EMPTY", "");

    private final Map<String, String> environment = new HashMap<>(ENVIRONMENT);

    private static final String TEXT = """
            source:
              type: postgres
              serviceName: warehouse
              serviceConnection:
                config:
                  type: Postgres
                  username: trawl
                  authType: {password: '${PG_PASSWORD}'}
                  hostPort: localhost:5432
                  database: warehouse
              sourceConfig: {config: {type: DatabaseMetadata}}
            sink: {type: metadata-rest, config: {}}
            workflowConfig:
              openMetadataServerConfig:
                hostPort: http://localhost:8585/api
                authProvider: openmetadata
                securityConfig: {jwtToken: '${OM_TOKEN}'}
            """;

    private final Map<String, Object> content = mapping(Yaml.parse(TEXT, new ConfigPath("sample", "")));

    /** Names that may stand for the beginning of a path. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "CONNECTION", "source.serviceConnection.config",
            "METADATA", "source.sourceConfig.config",
            "SERVER", "workflowConfig.openMetadataServerConfig",
            "EXECUTION", "workflowConfig.distributedExecution",
            "LEDGER", "workflowConfig.distributedExecution.ledger");

    /** The whole path, of one that may begin with CONNECTION, METADATA, SERVER, EXECUTION or LEDGER. */
    static String path(String path) {
        String first = path.split("\\.")[0];
        return BEGINNINGS.getOrDefault(first, first) + path.substring(first.length());
    }

    /** Sets the value at a dotted path, given as YAML; mappings on the way are made. */
    SampleWorkflow with(String path, String yaml) {
        parent(path).put(last(path), Yaml.parse(yaml, new ConfigPath("test", "")));
        return this;
    }

    SampleWorkflow without(String path) {
        parent(path).remove(last(path));
        return this;
    }

    /** Sets a variable in the environment of its reader. */
    SampleWorkflow where(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With a sink that needs no server, and without the server. */
    SampleWorkflow toFile() {
        return with("sink", "{type: file, config: {filename: out.ndjson}}")
                .without("workflowConfig.openMetadataServerConfig");
    }

    /** The sample with these changes: a path and the YAML to write there, by turns. */
    static SampleWorkflow changed(String... pathsAndYaml) {
        SampleWorkflow sample = new SampleWorkflow();
        for (int i = 0; i < pathsAndYaml.length; i += 2) {
            sample.with(pathsAndYaml[i], pathsAndYaml[i + 1]);
        }
        return sample;
    }

    Workflow read(Path directory) {
        return read(directory, FakeProviders.ALL);
    }

    Workflow read(Path directory, Providers providers) {
        try {
            // JSON is YAML, and nobody has to think of indentation here.
            Path file = write(directory, "pg.yaml", new ObjectMapper().writeValueAsString(content));
            return new WorkflowReader(environment, providers).read(file);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor sees it, variables not replaced. */
    JsonNode tree() {
        return new ObjectMapper().valueToTree(content);
    }

    static Path write(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> parent(String path) {
        Map<String, Object> at = content;
        String[] keys = path(path).split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            at = mapping(at.computeIfAbsent(keys[i], key -> new LinkedHashMap<String, Object>()));
        }
        return at;
    }

    private static String last(String path) {
        String whole = path(path);
        return whole.substring(whole.lastIndexOf('.') + 1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }
}
