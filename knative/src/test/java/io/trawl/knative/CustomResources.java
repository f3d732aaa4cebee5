package io.trawl.knative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Validates resources against Knative's published CustomResourceDefinitions, and as strictly as {@code kubectl} does: a
 * field that a schema does not name is an error. The definitions are not part of this repository: they are looked for in
 * the folder named by the system property {@code trawl.schemas.knative}, else in {@code ../shared/schemas/knative} beside
 * the repository's root.
 */
final class CustomResources {

    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";
    private static final String CLOSED = "additionalProperties";
    /** Of a Job's own fields, those we use; its pods are checked as those of a Service. */
    private static final String JOB = """
            {"type": "object", "properties": {"spec": {"type": "object", "properties": {
              "backoffLimit": {"type": "integer"},
              "ttlSecondsAfterFinished": {"type": "integer"},
              "activeDeadlineSeconds": {"type": "integer"},
              "template": {"type": "object", "properties": {
                "metadata": {"type": "object", "properties": {
                  "labels": {"type": "object", "additionalProperties": {"type": "string"}}}}}}}}}}""";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new HashMap<>();

    private CustomResources(Path folder) {
        Map<String, ObjectNode> trees = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .flatMap(file -> Yaml.documents(file).stream())
                    .forEach(definition -> add(definition, trees));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeJob(trees.get("sinks.knative.dev/v1alpha1/JobSink"), trees.get("serving.knative.dev/v1/Service"));
        trees.forEach((key, tree) -> schemas.put(key, registry.getSchema(tree)));
    }

    /** The published definitions, or empty if they are not on this machine: then a test should be skipped. */
    static Optional<CustomResources> find() {
        return Checkout.schemas("trawl.schemas.knative", "knative")
                .filter(Files::isDirectory)
                .map(CustomResources::new);
    }

    /** Whether there is a definition of such a resource. */
    boolean know(Resource resource) {
        return schemas.containsKey(key(resource.json()));
    }

    /** A line for each thing that is wrong with a resource that {@link #know} knows. */
    List<String> errors(Resource resource) {
        return schemas.get(key(resource.json())).validate(resource.json()).stream()
                .map(error -> resource + " " + error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static String key(JsonNode resource) {
        return resource.path("apiVersion").asText() + "/"
                + resource.path("kind").asText();
    }

    private static void add(JsonNode definition, Map<String, ObjectNode> trees) {
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
            ObjectNode tree = version.at("/schema/openAPIV3Schema").deepCopy();
            close(tree);
            ObjectNode properties = tree.withObject("/properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            properties.putObject("metadata").put("type", "object");
            tree.putArray("required").add("metadata").add("spec");
            trees.put(
                    spec.path("group").asText() + "/" + version.path("name").asText() + "/"
                            + spec.at("/names/kind").asText(),
                    tree);
        }
    }

    /** Structural schemas prune what they do not name, unless they say that they keep it. */
    private static void close(JsonNode schema) {
        boolean object = "object".equals(schema.path("type").asText());
        boolean keeps = schema.path(OPEN).asBoolean() && !schema.has("properties");
        if (object && !keeps && !schema.has(CLOSED)) {
            ((ObjectNode) schema).put(CLOSED, false);
        }
        schema.path("properties").forEach(CustomResources::close);
        if (schema.path("items").isObject()) {
            close(schema.path("items"));
        }
        if (schema.path(CLOSED).isObject()) {
            close(schema.path(CLOSED));
        }
    }

    /** A JobSink's definition says nothing of the Job in it. */
    private static void closeJob(ObjectNode jobSink, ObjectNode service) {
        ObjectNode pod = service.at("/properties/spec/properties/template/properties/spec")
                .deepCopy();
        ObjectNode properties = pod.withObject("/properties");
        properties.putObject("restartPolicy").put("type", "string");
        properties.putObject("activeDeadlineSeconds").put("type", "integer");
        List.of("containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds")
                .forEach(properties::remove);
        ObjectNode job = (ObjectNode) Yaml.documents(JOB).get(0);
        close(job);
        ((ObjectNode) job.at("/properties/spec/properties/template/properties")).set("spec", pod);
        ((ObjectNode) jobSink.at("/properties/spec/properties")).set("job", job);
    }
}
