package io.trawl.engine.memory;

import io.trawl.api.model.EntityType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The listings that have ended, by type and schema. Not safe for use by several threads. */
final class Listings {

    /** By the schema's fully qualified name: whether the listing was complete. */
    private final Map<EntityType, Map<String, Boolean>> ended = new EnumMap<>(EntityType.class);

    boolean hasEnded(EntityType type, String schemaFqn) {
        return of(type).containsKey(schemaFqn);
    }

    boolean isComplete(EntityType type, String schemaFqn) {
        return of(type).getOrDefault(schemaFqn, false);
    }

    void end(EntityType type, String schemaFqn, boolean complete) {
        of(type).put(schemaFqn, complete);
    }

    private Map<String, Boolean> of(EntityType type) {
        return ended.computeIfAbsent(type, none -> new HashMap<>());
    }
}
