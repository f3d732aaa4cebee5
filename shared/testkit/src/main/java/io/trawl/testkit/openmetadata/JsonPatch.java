package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The part of RFC 6902 that clients of the catalog use: add and replace a member of an object. */
final class JsonPatch {

    private JsonPatch() {}

    static void apply(ObjectNode document, JsonNode patch) throws Refusal {
        if (!patch.isArray()) {
            throw Refusal.invalid("a JSON patch is an array");
        }
        for (JsonNode operation : patch) {
            JsonPointer pointer = JsonPointer.compile(operation.path("path").asText());
            String op = operation.path("op").asText();
            boolean isThere = op.equals("add") || !document.at(pointer).isMissingNode();
            if (!isThere || !(document.at(pointer.head()) instanceof ObjectNode parent)) {
                throw Refusal.invalid("patch: path '" + pointer + "' does not exist");
            }
            if (!Set.of("add", "replace").contains(op)) {
                throw Refusal.invalid("patch: op '" + op + "' is unknown to this server");
            }
            parent.set(pointer.last().getMatchingProperty(), operation.path("value"));
        }
    }
}
