package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A PUT by a bot does not change what people may have written (facts/openmetadata.md, REST). The server does not know
 * who wrote it: a description or display name that is there stays, and tags are only added. It takes a PATCH to change
 * them. The same holds for columns.
 */
final class BotRule {

    private static final List<String> KEPT = List.of("description", "displayName");

    private BotRule() {}

    /** Changes the request into what is stored. */
    static void apply(JsonNode stored, ObjectNode request) {
        for (String field : KEPT) {
            if (!stored.path(field).asText("").isEmpty()) {
                request.set(field, stored.get(field));
            }
        }
        if (!stored.path("tags").isEmpty()) {
            request.set("tags", union(stored.path("tags"), request.path("tags")));
        }
        applyToColumns(stored, request, "columns");
        applyToColumns(stored, request, "children");
    }

    private static void applyToColumns(JsonNode stored, JsonNode request, String field) {
        Map<String, JsonNode> byName = new HashMap<>();
        stored.path(field).forEach(column -> byName.put(column.path("name").asText(), column));
        for (JsonNode column : request.path(field)) {
            JsonNode earlier = byName.get(column.path("name").asText());
            if (earlier != null) {
                apply(earlier, (ObjectNode) column);
            }
        }
    }

    private static ArrayNode union(JsonNode stored, JsonNode added) {
        ArrayNode union = stored.deepCopy();
        Set<String> present = new HashSet<>();
        union.forEach(tag -> present.add(tag.path("tagFQN").asText()));
        for (JsonNode tag : added) {
            if (present.add(tag.path("tagFQN").asText())) {
                union.add(tag);
            }
        }
        return union;
    }
}
