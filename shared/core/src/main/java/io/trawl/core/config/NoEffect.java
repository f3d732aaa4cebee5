package io.trawl.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keys of OpenMetadata that do nothing here. Users' files have them, so they are accepted; where OpenMetadata would have
 * done something because of them, the user is told that nothing will happen.
 */
final class NoEffect {

    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String METADATA = "source.sourceConfig.config";
    private static final String FILTERS = "filters are read from the source";

    /**
     * @param path of the key
     * @param harmless the value that does nothing in OpenMetadata either; null: there is none
     * @param reason why it does nothing here
     */
    private record Key(String path, String harmless, String reason) {}

    private static final List<Key> ALL = List.of(
            new Key("pipelineRunId", null, "every run gets an id of its own"),
            new Key("enableStreamableLogs", "false", "Trawl sends no logs to the server"),
            new Key(METADATA + ".queryLogDuration", "1", "Trawl reads no query logs"),
            new Key(METADATA + ".queryParsingTimeoutLimit", "300", "Trawl parses no queries"),
            new Key("workflowConfig.config", "{}", "Trawl has no such components"),
            new Key(SERVER + ".elasticsSearch", null, "the server keeps its own index"),
            new Key(SERVER + ".schemaFilterPattern", null, FILTERS),
            new Key(SERVER + ".tableFilterPattern", null, FILTERS),
            new Key(SERVER + ".databaseFilterPattern", null, FILTERS));

    private NoEffect() {}

    static void tell(JsonNode tree, Place file, Consumer<String> warnings) {
        for (Key key : ALL) {
            JsonNode node = tree.at("/" + key.path().replace('.', '/'));
            boolean set = !node.isMissingNode() && !node.isNull();
            if (set && !(node.isContainerNode() ? node.toString() : node.asText()).equalsIgnoreCase(key.harmless())) {
                warnings.accept(file.key(key.path()).says(sentence(key.reason())));
            }
        }
    }

    /** How such a warning reads. */
    static String sentence(String reason) {
        return "has no effect here: " + reason;
    }
}
