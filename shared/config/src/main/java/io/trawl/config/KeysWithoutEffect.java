package io.trawl.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keys of OpenMetadata that have no effect in Trawl. They are accepted, since users' files have them. Where the key
 * would have an effect in OpenMetadata, a warning says that it has none here.
 */
final class KeysWithoutEffect {

    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String METADATA = "source.sourceConfig.config";
    private static final String FILTERS = "filters are read from the source";
    private static final String LOGIN = "Trawl logs in with a token";

    /**
     * @param path of the key
     * @param harmless the values that do nothing in OpenMetadata either; empty: there is none
     * @param reason why it does nothing here
     */
    private record Key(String path, Set<String> harmless, String reason) {

        boolean isHarmless(JsonNode value) {
            String text = value.isContainerNode() ? value.toString() : value.asText();
            return harmless.stream()
                    .anyMatch(each -> each.equalsIgnoreCase(text)
                            || each.equals("false") && !Booleans.of(value).orElse(true));
        }
    }

    private static final List<Key> ALL = List.of(
            new Key("pipelineRunId", Set.of(), "every run gets an id of its own"),
            new Key("enableStreamableLogs", Set.of("false"), "Trawl sends no logs to the server"),
            new Key(METADATA + ".queryLogDuration", Set.of("1"), "Trawl reads no query logs"),
            new Key(METADATA + ".queryParsingTimeoutLimit", Set.of("300"), "Trawl parses no queries"),
            new Key(
                    METADATA + ".incremental.enabled",
                    Set.of("false"),
                    "every run lists everything, and with a ledger writes only what changed"),
            new Key(METADATA + ".includeCustomProperties", Set.of("false"), "Trawl sets no custom properties"),
            new Key("workflowConfig.config", Set.of("{}"), "Trawl has no such components"),
            new Key(
                    SERVER + ".secretsManagerProvider",
                    Set.of("db", "noop"),
                    "secrets come from the file and the environment"),
            new Key(SERVER + ".sslConfig.sslCertificate", Set.of(), LOGIN),
            new Key(SERVER + ".sslConfig.sslKey", Set.of(), LOGIN),
            new Key(SERVER + ".elasticsSearch", Set.of(), "the server keeps its own index"),
            new Key(SERVER + ".schemaFilterPattern", Set.of(), FILTERS),
            new Key(SERVER + ".tableFilterPattern", Set.of(), FILTERS),
            new Key(SERVER + ".databaseFilterPattern", Set.of(), FILTERS));

    private KeysWithoutEffect() {}

    /** Warns of those that a workflow sets to another value than a harmless one. */
    static void warn(JsonNode tree, ConfigPath file, Consumer<String> warnings) {
        for (Key key : ALL) {
            JsonNode node = tree.at("/" + key.path().replace('.', '/'));
            if (!node.isMissingNode() && !node.isNull() && !key.isHarmless(node)) {
                warnings.accept(file.key(key.path()).says(sentence(key.reason())));
            }
        }
    }

    /** How such a warning reads. */
    static String sentence(String reason) {
        return "has no effect here: " + reason;
    }
}
