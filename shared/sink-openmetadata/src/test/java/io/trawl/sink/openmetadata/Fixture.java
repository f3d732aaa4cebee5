package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.Column;
import io.trawl.api.model.Entity;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.model.Table;
import io.trawl.api.model.TagLabel;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.api.workflow.ServerConfig.VerifySsl;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** A workflow for a server, entities to write, and pauses that are noted but not waited for. */
public final class Fixture {

    static final String SCHEMA = "svc.db.public";
    static final ObjectMapper JSON = new ObjectMapper();

    URI hostPort;
    Secret token;
    VerifySsl verifySsl = VerifySsl.NO_SSL;
    String caCertificate;
    Path directory = Path.of("");
    Map<String, String> extraHeaders = Map.of();
    int parallelism = 4;
    RetryPolicy retryPolicy = RetryPolicy.local();
    boolean overrideMetadata;
    Boolean sinkOverrides;
    Integer batchSize;
    Integer maxResponseBytes;
    Integer requestTimeoutSeconds;
    String pipeline;
    long seed = 7;
    final Collection<Duration> pauses = new ConcurrentLinkedQueue<>();

    Fixture(OpenMetadataServer server) {
        this(server.hostPort(), server.botToken());
    }

    Fixture(URI hostPort, String token) {
        this.hostPort = hostPort;
        this.token = new Secret(token);
    }

    OpenMetadataSink sink() {
        return new OpenMetadataSink(workflow(), new Random(seed), pauses::add);
    }

    Workflow workflow() {
        DatabaseMetadata metadata = new DatabaseMetadata(
                true,
                true,
                false,
                false,
                true,
                true,
                true,
                true,
                false,
                false,
                overrideMetadata,
                false,
                null,
                null,
                null,
                null,
                1,
                null);
        return new Workflow(
                "test",
                "digest",
                directory,
                new Workflow.Source("postgres", "svc", null, metadata),
                new Workflow.SinkSpec(
                        "metadata-rest",
                        new MetadataRestConfig(batchSize, sinkOverrides, maxResponseBytes, requestTimeoutSeconds)),
                new WorkflowConfig(
                        WorkflowConfig.LoggerLevel.INFO,
                        true,
                        90,
                        new ServerConfig(hostPort, token, verifySsl, caCertificate, extraHeaders),
                        new DistributedExecution(
                                true,
                                Orchestrator.LOCAL,
                                parallelism,
                                OptionalInt.empty(),
                                4,
                                retryPolicy,
                                true,
                                Duration.ofHours(1),
                                DeletionLimit.standard(),
                                false,
                                null)),
                pipeline,
                List.of());
    }

    /** Adds a tag to what a server holds. */
    static void putTag(OpenMetadataServer server, String classification, String tag) {
        ObjectNode request = Client.JSON.createObjectNode();
        server.put("classification", request.put("name", classification).put("description", "a classification"));
        server.put(
                "tag",
                request.deepCopy()
                        .put("name", tag)
                        .put("classification", classification)
                        .put("description", "a tag"));
    }

    static Hierarchy hierarchy(String... schemas) {
        List<Hierarchy.Schema> named = new ArrayList<>();
        for (String schema : schemas) {
            named.add(new Hierarchy.Schema(schema, "schema " + schema));
        }
        return new Hierarchy(
                new Hierarchy.Service("svc", "Postgres", null),
                List.of(new Hierarchy.Database("db", "a database", named, null)),
                List.of(),
                true,
                0);
    }

    static Table table(String schemaFqn, String rawName) {
        List<Column> columns = List.of(
                column("id", "INT", null, "PRIMARY_KEY"),
                column("name", "VARCHAR", 50, "NOT_NULL"),
                column("note", "TEXT", null, null));
        return table(schemaFqn, Fqn.encode(rawName), "about " + rawName, columns, List.of(), null);
    }

    /** @param ddl of a view; null for a table */
    static Table table(
            String schemaFqn, String name, String description, List<Column> columns, List<TagLabel> tags, String ddl) {
        return new Table(
                name,
                null,
                description,
                ddl == null ? "Regular" : "View",
                columns,
                null,
                null,
                null,
                null,
                schemaFqn,
                tags.isEmpty() ? null : tags,
                ddl,
                null);
    }

    static Column column(String name, String type, Integer length, String constraint) {
        return new Column(
                name,
                null,
                type,
                null,
                length,
                null,
                null,
                type.toLowerCase(java.util.Locale.ROOT),
                null,
                constraint,
                null,
                null,
                null);
    }

    static Request request(Entity entity) {
        EntityType type = entity instanceof Table ? EntityType.TABLE : EntityType.STORED_PROCEDURE;
        String fqn = Fqn.child(entity.databaseSchema(), Fqn.decode(entity.name()));
        ObjectNode json = JSON.valueToTree(entity);
        String fingerprint = String.format("%032x", json.toString().hashCode());
        json.put("sourceHash", fingerprint);
        return new Request(new EntityDescriptor(fqn, type, Map.of(), 1), bytes(json), fingerprint);
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<Request> tables(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> request(table(SCHEMA, String.format("t%05d", i))))
                .toList();
    }

    static Request procedure(String name) {
        return request(new StoredProcedure(
                name, null, null, new StoredProcedure.Code("SQL", "select 1"), "Function", null, SCHEMA, null));
    }

    /** A table that the server refuses, but not before it has read it. */
    static Request badTable(String name) {
        Table good = table(SCHEMA, name);
        Column twice = good.columns().get(0);
        return request(table(SCHEMA, good.name(), null, List.of(twice, twice), List.of(), null));
    }

    /** A table that makes the server refuse a whole bulk request. */
    static Request unreadableTable(String name) {
        Request good = request(table(SCHEMA, name));
        byte[] json = new String(good.json(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"Regular\"", "\"Irregular\"")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Request(good.descriptor(), json, good.fingerprint());
    }

    static List<String> ingested(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Ingested.class::isInstance)
                .map(outcome -> outcome.descriptor().id())
                .toList();
    }

    static List<Outcome.Failed> failed(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }
}
