package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The part of RFC 6902 that clients of the catalog use: add, replace, remove and test. */
final class JsonPatch {

    private JsonPatch() {}

    static void apply(ObjectNode document, JsonNode patch) throws Refusal {
        if (!patch.isArray()) {
            throw Refusal.invalid("a JSON patch is an array");
        }
        for (JsonNode operation : patch) {
            JsonPointer pointer = JsonPointer.compile(operation.path("path").asText());
            JsonNode parent = document.at(pointer.head());
            String last = pointer.last().getMatchingProperty();
            String op = operation.path("op").asText();
            boolean exists = !document.at(pointer).isMissingNode();
            if (parent.isMissingNode() || (!exists && !op.equals("add"))) {
                throw Refusal.invalid("patch: path '" + pointer + "' does not exist");
            }
            switch (op) {
                case "add" -> add(parent, last, operation.path("value"));
                case "replace" -> replace(parent, last, operation.path("value"));
                case "remove" -> remove(parent, last);
                case "test" -> {
                    if (!document.at(pointer).equals(operation.path("value"))) {
                        throw Refusal.of(409, "patch: test of '" + pointer + "' failed");
                    }
                }
                default -> throw Refusal.invalid("patch: op '" + op + "' is unknown");
            }
        }
    }

    private static void add(JsonNode parent, String key, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            if (key.equals("-")) {
                array.add(value);
            } else {
                array.insert(Integer.parseInt(key), value);
            }
        } else {
            ((ObjectNode) parent).set(key, value);
        }
    }

    private static void replace(JsonNode parent, String key, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(key), value);
        } else {
            ((ObjectNode) parent).set(key, value);
        }
    }

    private static void remove(JsonNode parent, String key) {
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(key));
        } else {
            ((ObjectNode) parent).remove(key);
        }
    }
}
