package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.Secret;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the JSON Schema for editors from the records that a workflow is read into, and from those of the orchestrators.
 */
final class WorkflowSchema {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** A variable, which may stand wherever a number or a boolean is needed. */
    private static final String VARIABLE = "\\$(\\{" + NAME + "\\}|" + NAME + ")";

    /** What text may stand there besides; {@link Booleans} has the words. */
    private static final Map<String, String> TEXT = Map.of(
            "boolean",
            "^([Tt]([Rr][Uu][Ee])?|[Ff]([Aa][Ll][Ss][Ee])?|[Yy]([Ee][Ss])?|[Nn][Oo]?|[Oo]([Nn]|[Ff][Ff])|[01]|"
                    + VARIABLE + ")$",
            "integer",
            "^(-?[0-9]+|" + VARIABLE + ")$",
            "number",
            "^(-?[0-9]+(\\.[0-9]+)?|" + VARIABLE + ")$");

    /** Bounds the reader keeps; {@code SchemaTest} shows that both agree. */
    static final Map<String, BigDecimal[]> BOUNDS = Map.ofEntries(
            bounds("successThreshold", 0, 100),
            bounds("threads", 1, Integer.MAX_VALUE),
            bounds("parallelism", 1, 500),
            bounds("maxSourceConnections", 1, 500),
            bounds("timeoutSeconds", 1, Integer.MAX_VALUE),
            bounds("maxAttempts", 1, 100),
            bounds("backoffSeconds", 0, 86_400),
            bounds("backoffFactor", 1, 100),
            bounds("maxBackoffSeconds", 0, 86_400),
            bounds("maxShare", 0, 1),
            bounds("maxCount", 0, DeletionLimit.MOST),
            bounds("leaseSeconds", 1, 3600),
            bounds("keepRuns", 1, 1000));

    private WorkflowSchema() {}

    static ObjectNode generate(List<OrchestratorProvider> orchestrators) {
        SchemaGenerator generator = generator();
        ObjectNode schema = generator.generateSchema(RawWorkflow.class);
        ObjectNode pipeline = generator.generateSchema(RawPipeline.class);
        addIgnoredKeys(pipeline, RawPipeline.class);
        addSorted(
                (ObjectNode) schema.at("/properties/source/properties/sourceConfig/properties/config/properties"),
                pipeline.path("properties"));
        addIgnoredKeys(schema, RawWorkflow.class);
        addAuthProviders((ObjectNode)
                schema.at("/properties/workflowConfig/properties/openMetadataServerConfig/properties/authProvider"));
        addOrchestrators(
                (ObjectNode) schema.at("/properties/workflowConfig/properties/distributedExecution"),
                orchestrators,
                generator);
        orText(schema.get("properties"));
        ObjectNode titled = schema.objectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "Trawl workflow")
                .put(
                        "description",
                        "OpenMetadata's DatabaseMetadata workflow, and distributedExecution. The keys of"
                                + " serviceConnection.config and of sink.config are those of the source and of the sink;"
                                + " they are checked when the workflow is read.");
        return titled.setAll(schema);
    }

    private static SchemaGenerator generator() {
        var builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED, JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .with(Option.INLINE_ALL_SCHEMAS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        builder.forFields()
                .withDefaultResolver(WorkflowSchema::defaultValue)
                .withNumberInclusiveMinimumResolver(field -> bound(field, 0))
                .withNumberInclusiveMaximumResolver(field -> bound(field, 1));
        builder.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            Class<?> erased = type.getErasedType();
            if (erased == Secret.class) {
                return inline(object(context).put("type", "string"));
            }
            if (erased == ObjectNode.class) {
                return inline(object(context).put("type", "object").put("additionalProperties", true));
            }
            if (erased == JsonNode.class) {
                return inline(batchSize(context));
            }
            return null;
        });
        return new SchemaGenerator(builder.build());
    }

    private static void addAuthProviders(ObjectNode key) {
        String description = key.remove("description").asText();
        key.removeAll().put("type", "string");
        RawServerConfig.AUTH_PROVIDERS.forEach(key.putArray("enum")::add);
        key.put("description", description);
    }

    /** The keys of each orchestrator, and what is to be said of it where all have a key. */
    private static void addOrchestrators(
            ObjectNode execution, List<OrchestratorProvider> orchestrators, SchemaGenerator generator) {
        ObjectNode properties = (ObjectNode) execution.get("properties");
        ObjectNode names = properties.putObject("orchestrator").put("type", "string");
        ArrayNode values = names.putArray("enum").add("local");
        StringBuilder workers = new StringBuilder("Where the workers are; local: threads of this process");
        for (OrchestratorProvider orchestrator : orchestrators) {
            values.add(orchestrator.name());
            workers.append("; " + orchestrator.name() + ": " + orchestrator.description());
            generator
                    .generateSchema(orchestrator.configType())
                    .path("properties")
                    .properties()
                    .forEach(key -> properties.set(key.getKey(), key.getValue()));
            orchestrator
                    .defaultEntitiesPerBatch()
                    .ifPresent(standard -> append(
                            properties.get("entitiesPerBatch"),
                            "; with " + orchestrator.name() + " the default is " + standard));
        }
        names.put("description", workers + "; the last two need a ledger").put("default", "local");
        ObjectNode wait = (ObjectNode) properties.get("waitForCompletion");
        wait.put(
                "description", "With knative and argo: whether ingest waits for the end of the run, or only begins it");
        JsonNode retry = properties.at("/retryPolicy/properties");
        append(retry.get("backoffSeconds"), "; with knative and argo the default is 60");
        append(retry.get("backoffFactor"), "; with argo a whole number");
        addSorted(properties, properties.objectNode());
    }

    private static void addSorted(ObjectNode properties, JsonNode more) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        properties.properties().forEach(key -> sorted.put(key.getKey(), key.getValue()));
        more.properties().forEach(key -> sorted.put(key.getKey(), key.getValue()));
        properties.removeAll();
        properties.setAll(sorted);
    }

    private static void append(JsonNode property, String text) {
        ((ObjectNode) property).put("description", property.get("description").asText() + text);
    }

    private static ObjectNode object(SchemaGenerationContext context) {
        return context.getGeneratorConfig().createObjectNode();
    }

    private static CustomDefinition inline(ObjectNode definition) {
        return new CustomDefinition(
                definition, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static ObjectNode batchSize(SchemaGenerationContext context) {
        ObjectNode node = object(context);
        ArrayNode types = node.putArray("type");
        types.add("integer").add("string");
        return node.put("minimum", 1)
                .put("maximum", RawExecution.MAX_BATCH)
                .put("pattern", "^(auto|[0-9]+|" + VARIABLE + ")$");
    }

    /** Keys that are accepted and have no effect are no components of the records, but names in an annotation. */
    private static void addIgnoredKeys(ObjectNode schema, Class<?> type) {
        ObjectNode properties = (ObjectNode) schema.get("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()
                    && properties.path(component.getName()).has("properties")) {
                addIgnoredKeys((ObjectNode) properties.get(component.getName()), component.getType());
            }
        }
        JsonIgnoreProperties ignored = type.getAnnotation(JsonIgnoreProperties.class);
        for (String key : ignored == null ? new String[0] : ignored.value()) {
            if (!properties.has(key)) {
                properties.putObject(key).put("description", "No effect");
            }
        }
    }

    /** Wherever a number or a boolean is needed, text that says one may stand too, and a variable. */
    private static void orText(JsonNode properties) {
        for (JsonNode property : properties) {
            String type = property.path("type").asText();
            if (property.has("properties")) {
                orText(property.get("properties"));
            } else if (TEXT.containsKey(type)) {
                ObjectNode node = (ObjectNode) property;
                ArrayNode types = node.putArray("type").add(type).add("string");
                if (type.equals("boolean")) {
                    types.add("integer");
                }
                node.put("pattern", TEXT.get(type));
            }
        }
    }

    private static Object defaultValue(FieldScope field) {
        JsonProperty property = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
        String value = property == null ? "" : property.defaultValue();
        if (value.isEmpty() || value.equals(Binder.ALL_DEFAULTS)) {
            return null;
        }
        Class<?> type = field.getType().getErasedType();
        if (type == boolean.class) {
            return Boolean.valueOf(value);
        }
        return type.isPrimitive() || type == Double.class ? new BigDecimal(value) : value;
    }

    private static BigDecimal bound(FieldScope field, int which) {
        BigDecimal[] bounds = BOUNDS.get(field.getName());
        return bounds == null ? null : bounds[which];
    }

    private static Map.Entry<String, BigDecimal[]> bounds(String key, long min, long max) {
        return Map.entry(key, new BigDecimal[] {BigDecimal.valueOf(min), BigDecimal.valueOf(max)});
    }
}
