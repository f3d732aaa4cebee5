package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be asked of the catalog: one entity, or a page of a list. */
record Reader(Catalog catalog) {

    ObjectNode get(Kind kind, String rest, ReceivedRequest request) throws Refusal {
        StoredEntity entity = find(kind, rest, request.query().getOrDefault("include", "non-deleted"));
        return entity(kind, entity, fields(kind, request.query()));
    }

    StoredEntity find(Kind kind, String rest, String include) throws Refusal {
        String key = Api.decode(rest.substring(1));
        StoredEntity entity =
                key.startsWith("name/") ? catalog.find(kind, key.substring("name/".length())) : catalog.byId(key);
        if (entity == null || !included(entity, include)) {
            throw Refusal.of(404, kind.type + " instance for " + key + " not found");
        }
        return entity;
    }

    ObjectNode list(Kind kind, Map<String, String> query) throws Refusal {
        String include = query.getOrDefault("include", "non-deleted");
        int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        if (limit < 0 || limit > 1_000_000) {
            throw Refusal.invalid("limit: must be between 0 and 1000000");
        }
        String parent = kind.parentField == null ? null : query.get(kind.parentField);
        Collection<StoredEntity> all = parent == null ? catalog.all(kind) : catalog.children(kind, parent);
        Set<String> fields = fields(kind, query);
        String after = query.containsKey("after") ? cursor(query.get("after")) : "";
        List<StoredEntity> matching =
                all.stream().filter(entity -> included(entity, include)).toList();
        ObjectNode answer = StoredEntity.JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        ObjectNode paging = answer.putObject("paging").put("total", matching.size());
        String last = null;
        for (Iterator<StoredEntity> at = matching.iterator(); at.hasNext(); ) {
            StoredEntity entity = at.next();
            if (entity.fqn().compareTo(after) <= 0) {
                continue;
            }
            if (data.size() == limit) {
                paging.put(
                        "after",
                        Base64.getEncoder().encodeToString(String.valueOf(last).getBytes(StandardCharsets.UTF_8)));
                break;
            }
            data.add(entity(kind, entity, fields));
            last = entity.fqn();
        }
        return answer;
    }

    /** An entity with every field there is. */
    ObjectNode full(Kind kind, StoredEntity entity) {
        return entity(kind, entity, null);
    }

    private ObjectNode entity(Kind kind, StoredEntity stored, Set<String> fields) {
        ObjectNode entity = stored.document();
        if (fields != null) {
            entity.retain(entity.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !kind.isOptional(name) || fields.contains(name))
                    .toList());
        }
        if (kind.parentField != null) {
            StoredEntity parent = catalog.find(kind.parent(), stored.parentFqn());
            entity.set(
                    kind.parentField,
                    Api.reference(
                            parent.id(),
                            parent.type(),
                            parent.document().path("name").asText(),
                            parent.fqn()));
        }
        return entity.put("id", stored.id().toString())
                .put("fullyQualifiedName", stored.fqn())
                .put("version", stored.version())
                .put("deleted", stored.deleted());
    }

    private static Set<String> fields(Kind kind, Map<String, String> query) throws Refusal {
        String fields = query.getOrDefault("fields", "");
        if (fields.isEmpty()) {
            return Set.of();
        }
        Set<String> wanted = Set.of(fields.split(","));
        for (String field : wanted) {
            if (!kind.isOptional(field)) {
                throw Refusal.invalid("Invalid field name " + field);
            }
        }
        return wanted;
    }

    private static boolean included(StoredEntity entity, String include) {
        return switch (include) {
            case "all" -> true;
            case "deleted" -> entity.deleted();
            default -> !entity.deleted();
        };
    }

    private static String cursor(String after) throws Refusal {
        try {
            return new String(Base64.getDecoder().decode(after), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("after: '" + after + "' is no cursor");
        }
    }
}
