package io.trawl.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.util.Sha256;
import java.util.List;
import java.util.TreeMap;

/**
 * A digest of what a workflow reads and where it writes. Credentials are not part of it: they may change while a run
 * rests, and a digest of few unknowns could be guessed. Nor is how the work is distributed, or cut into requests.
 */
final class Digest {

    private static final int BYTES = 16;

    private Digest() {}

    /** 32 hexadecimal characters. The order of keys makes no difference; a default that is spelled out does. */
    static String of(ObjectNode workflow) {
        JsonNode source = workflow.path("source").deepCopy();
        if (source.at("/serviceConnection/config") instanceof ObjectNode connection) {
            connection.remove(List.of("authType", "username", "password", "sslConfig"));
        }
        if (source.at("/sourceConfig/config") instanceof ObjectNode metadata) {
            metadata.remove("threads");
        }
        JsonNode sink = workflow.path("sink").deepCopy();
        if (sink.path("config") instanceof ObjectNode config) {
            config.remove(List.of("bulk_sink_batch_size", "max_response_bytes", "request_timeout_seconds"));
        }
        return Sha256.hex(
                canonical(source)
                        + canonical(sink)
                        + canonical(workflow.at("/workflowConfig/openMetadataServerConfig/hostPort")),
                BYTES);
    }

    private static String canonical(JsonNode node) {
        StringBuilder text = new StringBuilder();
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            sorted.forEach((key, value) -> text.append(key).append(':').append(canonical(value)));
            return "{" + text + "}";
        }
        if (node.isArray()) {
            node.forEach(element -> text.append(canonical(element)));
            return "[" + text + "]";
        }
        return node + ",";
    }
}
