package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people may write about an entity and its columns, in a create request and in what the server holds. */
final class Descriptions {

    private static final List<String> FIELDS = List.of("description", "displayName");
    private static final List<String> CHILDREN = List.of("columns", "children");

    private Descriptions() {}

    /** Equal for equal texts, whatever their order. */
    static long checksum(JsonNode entity) {
        StringBuilder text = new StringBuilder();
        append(text, entity);
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static void append(StringBuilder text, JsonNode entity) {
        for (String field : FIELDS) {
            text.append(entity.path(field).asText("")).append('\0');
        }
        tags(entity).forEach(tag -> text.append(tag).append('\1'));
        for (String children : CHILDREN) {
            byName(entity.path(children)).forEach((name, child) -> {
                text.append('\2').append(name).append('\0');
                append(text, entity.path(children).get(child));
            });
        }
        text.append('\3');
    }

    /**
     * The operations of a JSON patch that make the server's texts those of the request; empty if none are needed.
     *
     * @param entity what the server holds
     * @param request a create request; what it does not mention is left alone
     */
    static ArrayNode patch(JsonNode entity, JsonNode request) {
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        compare(operations, "", entity, request);
        return operations;
    }

    private static void compare(ArrayNode operations, String path, JsonNode entity, JsonNode request) {
        for (String field : FIELDS) {
            if (request.hasNonNull(field) && !request.path(field).equals(entity.path(field))) {
                set(operations, path + "/" + field, request.path(field));
            }
        }
        if (request.hasNonNull("tags") && !tags(request).equals(tags(entity))) {
            set(operations, path + "/tags", request.path("tags"));
        }
        for (String children : CHILDREN) {
            Map<String, Integer> stored = byName(entity.path(children));
            for (JsonNode child : request.path(children)) {
                Integer index = stored.get(child.path("name").asText());
                if (index != null) {
                    String childPath = path + "/" + children + "/" + index;
                    compare(operations, childPath, entity.path(children).get(index), child);
                }
            }
        }
    }

    /** "add" sets a field of an object whether it is there or not (RFC 6902, 4.1). */
    private static void set(ArrayNode operations, String path, JsonNode value) {
        operations.addObject().put("op", "add").put("path", path).set("value", value);
    }

    private static Set<String> tags(JsonNode entity) {
        Set<String> tags = new TreeSet<>();
        entity.path("tags").forEach(tag -> tags.add(tag.path("tagFQN").asText()));
        return tags;
    }

    private static Map<String, Integer> byName(JsonNode columns) {
        Map<String, Integer> byName = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byName.put(columns.get(i).path("name").asText(), i);
        }
        return byName;
    }
}
