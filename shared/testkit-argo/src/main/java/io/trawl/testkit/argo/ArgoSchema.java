package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Argo's published JSON schema, made as strict as the API server with the CRDs of {@code manifests/base/crds/full} is: what
 * it does not name is an error. It is looser in two places, where the schema says less than Kubernetes allows: an IntOrString
 * may be a number, and so may a quantity. Safe for use by several threads.
 */
public final class ArgoSchema {

    private static final String DEFINITION = "io.argoproj.workflow.v1alpha1.";

    private final Map<Resource, Schema> schemas = new EnumMap<>(Resource.class);

    private ArgoSchema(Path file) {
        try {
            ObjectNode published = (ObjectNode) Json.parse(Files.readString(file));
            published.remove(List.of("oneOf", "$id"));
            JsonNode definitions = published.get("definitions");
            definitions.forEach(ArgoSchema::close);
            types(definitions, "io.k8s.apimachinery.pkg.util.intstr.IntOrString", "integer");
            types(definitions, "io.k8s.apimachinery.pkg.api.resource.Quantity", "number");
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
            for (Resource resource : Resource.values()) {
                ObjectNode schema = published.deepCopy().put("$ref", "#/definitions/" + DEFINITION + resource.kind());
                schemas.put(resource, registry.getSchema(schema));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode definition) {
        ObjectNode open = (ObjectNode) definition;
        if (open.has("properties") && !open.has("additionalProperties")) {
            open.put("additionalProperties", false);
        }
    }

    private static void types(JsonNode definitions, String name, String other) {
        ((ObjectNode) definitions.get(name)).putArray("type").add("string").add(other);
    }

    /** Reads it. */
    public static ArgoSchema of(Path file) {
        return new ArgoSchema(file);
    }

    /**
     * The published schema's file, {@code argo/workflow.schema.json} in {@code ../shared/schemas} beside the repository's
     * root, or the file that the system property {@code trawl.argo.schema} names; empty where it is not.
     */
    public static Optional<Path> find() {
        return Checkout.schemas("trawl.argo.schema", "argo/workflow.schema.json")
                .filter(Files::isRegularFile);
    }

    /**
     * What is wrong with an object.
     *
     * @param kind {@code Workflow}, {@code WorkflowTemplate} or {@code CronWorkflow}
     * @return one line for each error; empty if it is valid
     */
    public List<String> errors(String kind, JsonNode object) {
        Resource resource = Resource.ofKind(kind)
                .orElseThrow(() -> new IllegalArgumentException("kind: '" + kind + "' is unknown"));
        return validate(resource, object).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** Refuses what is wrong, in the API server's words. */
    void check(Resource resource, String name, JsonNode object) {
        List<Error> errors = validate(resource, object);
        Optional<Error> unknown = errors.stream()
                .filter(error -> error.getKeyword().equals("additionalProperties"))
                .findFirst();
        if (unknown.isPresent()) {
            String path = (unknown.get().getInstanceLocation() + "/"
                            + unknown.get().getProperty())
                    .substring(1)
                    .replaceAll("/(\\d+)", "[$1]")
                    .replace('/', '.');
            throw ApiException.badRequest(resource.kind() + " in version \"v1alpha1\" cannot be handled as a "
                    + resource.kind() + ": strict decoding error: unknown field \"" + path + "\"");
        }
        if (!errors.isEmpty()) {
            Error first = errors.get(0);
            throw ApiException.invalid(resource, name, first.getInstanceLocation() + ": " + first.getMessage());
        }
    }

    private List<Error> validate(Resource resource, JsonNode object) {
        return schemas.get(resource).validate(object);
    }
}
