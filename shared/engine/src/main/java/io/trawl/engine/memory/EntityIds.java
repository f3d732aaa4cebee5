package io.trawl.engine.memory;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.util.IdSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A set of entities: 64 bits for each. Not safe for use by several threads. */
final class EntityIds {

    private final Map<EntityType, IdSet> byType = new EnumMap<>(EntityType.class);

    /** Whether the entity was not in the set before. */
    boolean add(EntityDescriptor descriptor) {
        return of(descriptor.type()).add(descriptor.id());
    }

    /** Of these ids, those in the set. */
    Set<String> among(EntityType type, Collection<String> ids) {
        return ids.stream().filter(of(type)::contains).collect(Collectors.toSet());
    }

    private IdSet of(EntityType type) {
        return byType.computeIfAbsent(type, none -> new IdSet());
    }
}
