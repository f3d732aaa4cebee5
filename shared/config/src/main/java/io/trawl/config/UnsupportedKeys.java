package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Keys and values of OpenMetadata that would change what a run does and that Trawl does not support. Each is refused
 * with its reason, instead of as an unknown key.
 */
final class UnsupportedKeys {

    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String METADATA = "source.sourceConfig.config";

    private static final String PIPELINE = "not supported: Trawl ingests metadata only (DatabaseMetadata)";
    private static final String ONLY_METADATA = "not supported: Trawl ingests metadata only, from a source to a sink";
    private static final String WRAPPER =
            "not supported: source, sink and workflowConfig stand at the top of the file, as OpenMetadata's tool reads it";

    /**
     * @param path of the key
     * @param values that are refused; empty: any
     * @param reason what to say
     */
    private record Refusal(String path, Set<String> values, String reason) {
        static Refusal key(String path, String reason) {
            return new Refusal(path, Set.of(), reason);
        }

        static Refusal value(String path, String reason, String... values) {
            return new Refusal(path, Set.of(values), reason);
        }

        /** Whatever its case, and however a boolean is spelled. */
        boolean refuses(JsonNode value) {
            return values.contains("true")
                    ? Booleans.of(value).orElse(false)
                    : values.stream().anyMatch(value.asText().strip()::equalsIgnoreCase);
        }
    }

    private static final List<Refusal> ALL = List.of(
            Refusal.key("processor", ONLY_METADATA),
            Refusal.key("stage", ONLY_METADATA),
            Refusal.key("bulkSink", ONLY_METADATA),
            Refusal.key("openMetadataWorkflowConfig", WRAPPER),
            Refusal.value(
                    METADATA + ".type",
                    PIPELINE,
                    "DatabaseUsage",
                    "DatabaseLineage",
                    "Profiler",
                    "AutoClassification",
                    "TestSuite",
                    "DBT",
                    "DashboardMetadata",
                    "MessagingMetadata",
                    "PipelineMetadata",
                    "MlModelMetadata",
                    "StorageMetadata",
                    "DriveMetadata",
                    "SearchMetadata",
                    "ApiMetadata",
                    "McpMetadata",
                    "MetadataToElasticSearch",
                    "dataInsight",
                    "Application",
                    "ReverseIngestion"),
            Refusal.key(METADATA + ".ownerConfig", "not supported: owners come from the source (includeOwners)"),
            Refusal.value(METADATA + ".extractJsonSchema", "not supported: Trawl reads no table's rows", "true"),
            Refusal.value(SERVER + ".forceEntityOverwriting", "not supported: see overrideMetadata", "true"));

    private UnsupportedKeys() {}

    /** Complains about what is refused, and takes such keys out of the tree where they say nothing (null). */
    static void check(ObjectNode tree, ConfigPath file) {
        for (Refusal refusal : ALL) {
            String[] keys = refusal.path().split("\\.");
            String last = keys[keys.length - 1];
            JsonNode parent = tree;
            for (int i = 0; i < keys.length - 1; i++) {
                parent = parent.path(keys[i]);
            }
            JsonNode node = parent.path(last);
            ConfigPath place = file.key(refusal.path());
            if (node.isNull()) {
                ((ObjectNode) parent).remove(last);
            } else if (!node.isMissingNode() && refusal.values().isEmpty()) {
                throw place.wrong(refusal.reason());
            } else if (node.isValueNode() && refusal.refuses(node)) {
                throw place.wrong(quoted(node.asText()) + " is " + refusal.reason());
            }
        }
    }
}
