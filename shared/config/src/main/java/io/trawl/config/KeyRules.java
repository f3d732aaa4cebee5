package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keys of OpenMetadata that Trawl refuses, since a workflow with them asks for something that Trawl does not do, and keys
 * that have no effect here. Those are accepted, since users' files have them; where the key would have an effect in
 * OpenMetadata, a warning says that it has none.
 */
final class KeyRules {

    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String METADATA = "source.sourceConfig.config";

    private static final String ONLY_METADATA = "not supported: Trawl ingests metadata only, from a source to a sink";
    private static final String FILTERS = "filters are read from the source";
    private static final String LOGIN = "Trawl logs in with a token";

    /** The types of OpenMetadata's other pipelines. */
    private static final String OTHER_PIPELINES =
            "DatabaseUsage DatabaseLineage Profiler AutoClassification TestSuite DBT DashboardMetadata MessagingMetadata"
                    + " PipelineMetadata MlModelMetadata StorageMetadata DriveMetadata SearchMetadata ApiMetadata McpMetadata"
                    + " MetadataToElasticSearch dataInsight Application ReverseIngestion";

    /**
     * @param pointer to the key
     * @param values whatever their case, and however a boolean is spelled
     * @param reason what to say
     */
    private record Rule(JsonPointer pointer, Set<String> values, String reason) {

        static Rule of(String path, String reason, String... values) {
            return new Rule(JsonPointer.compile("/" + path.replace('.', '/')), Set.of(values), reason);
        }

        ConfigPath place(ConfigPath file) {
            return file.key(pointer.toString().substring(1).replace('/', '.'));
        }

        boolean names(JsonNode value) {
            String text =
                    value.isContainerNode() ? value.toString() : value.asText().strip();
            String flag = Booleans.of(value).map(String::valueOf).orElse(text);
            return values.stream().anyMatch(each -> each.equalsIgnoreCase(text) || each.equals(flag));
        }
    }

    /** Refused with these values; without any, whatever the value is. */
    private static final List<Rule> REFUSED = List.of(
            Rule.of("processor", ONLY_METADATA),
            Rule.of("stage", ONLY_METADATA),
            Rule.of("bulkSink", ONLY_METADATA),
            Rule.of(
                    "openMetadataWorkflowConfig",
                    "not supported: source, sink and workflowConfig stand at the top of the file, as OpenMetadata's tool"
                            + " reads it"),
            Rule.of(
                    METADATA + ".type",
                    "not supported: Trawl ingests metadata only (DatabaseMetadata)",
                    OTHER_PIPELINES.split(" ")),
            Rule.of(METADATA + ".ownerConfig", "not supported: owners come from the source (includeOwners)"),
            Rule.of(METADATA + ".extractJsonSchema", "not supported: Trawl reads no table's rows", "true"),
            Rule.of(SERVER + ".forceEntityOverwriting", "not supported: see overrideMetadata", "true"));

    /** Warned of, but for the values that do nothing in OpenMetadata either. */
    private static final List<Rule> WITHOUT_EFFECT = List.of(
            Rule.of("pipelineRunId", "every run gets an id of its own"),
            Rule.of("enableStreamableLogs", "Trawl sends no logs to the server", "false"),
            Rule.of(METADATA + ".queryLogDuration", "Trawl reads no query logs", "1"),
            Rule.of(METADATA + ".queryParsingTimeoutLimit", "Trawl parses no queries", "300"),
            Rule.of(METADATA + ".includeCustomProperties", "Trawl sets no custom properties", "false"),
            Rule.of("workflowConfig.config", "Trawl has no such components", "{}"),
            Rule.of(SERVER + ".secretsManagerProvider", "secrets come from the file and the environment", "db", "noop"),
            Rule.of(SERVER + ".sslConfig.sslCertificate", LOGIN),
            Rule.of(SERVER + ".sslConfig.sslKey", LOGIN),
            Rule.of(SERVER + ".elasticsSearch", "the server keeps its own index"),
            Rule.of(SERVER + ".schemaFilterPattern", FILTERS),
            Rule.of(SERVER + ".tableFilterPattern", FILTERS),
            Rule.of(SERVER + ".databaseFilterPattern", FILTERS));

    private KeyRules() {}

    /** Complains about what is refused, and takes such keys out of the tree where they say nothing (null). */
    static void refuse(ObjectNode tree, ConfigPath file) {
        for (Rule rule : REFUSED) {
            JsonNode node = tree.at(rule.pointer());
            if (node.isNull()) {
                String key = rule.pointer().last().getMatchingProperty();
                ((ObjectNode) tree.at(rule.pointer().head())).remove(key);
            } else if (!node.isMissingNode() && rule.values().isEmpty()) {
                throw rule.place(file).wrong(rule.reason());
            } else if (node.isValueNode() && rule.names(node)) {
                throw rule.place(file).wrong(quoted(node.asText()) + " is " + rule.reason());
            }
        }
    }

    /** Warns of keys without effect that a workflow sets. */
    static void warn(JsonNode tree, ConfigPath file, Consumer<String> warnings) {
        for (Rule rule : WITHOUT_EFFECT) {
            JsonNode node = tree.at(rule.pointer());
            if (!node.isMissingNode() && !node.isNull() && !rule.names(node)) {
                warnings.accept(rule.place(file).saysNoEffect(rule.reason()));
            }
        }
    }
}
