package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What an Argo server leaves of an object when a client asks for some of its fields only (util/fields/fields.go): those,
 * with all beneath them; the elements of a list have the list's own path.
 *
 * @param paths joined by dots; empty: everything
 */
record Fields(List<String> paths) {

    /** @param query as it stands in the request; null: everything */
    static Fields of(String query) {
        return new Fields(query == null || query.isEmpty() ? List.of() : List.of(query.split(",")));
    }

    JsonNode only(JsonNode object) {
        return paths.isEmpty() ? object : only("", object);
    }

    private JsonNode only(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = Json.object();
            object.properties().forEach(field -> {
                String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (isWanted(below)) {
                    kept.set(field.getKey(), only(below, field.getValue()));
                }
            });
            return kept;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode kept = Json.array();
            list.forEach(element -> kept.add(only(path, element)));
            return kept;
        }
        return node;
    }

    private boolean isWanted(String path) {
        return paths.stream()
                .anyMatch(wanted ->
                        wanted.equals(path) || wanted.startsWith(path + ".") || path.startsWith(wanted + "."));
    }
}
