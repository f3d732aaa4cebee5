package io.trawl.events;

import io.trawl.api.model.EntityDescriptor;
import java.util.Map;

/**
 * A descriptor as events carry it: a reference to an entity, never the entity or a credential.
 *
 * @param type wire name of the type, for example {@code table}
 * @param id fully qualified name
 * @param metadata what the source needs to find it again
 * @param priority estimated cost, at least 1
 */
public record EntityReference(String type, String id, Map<String, String> metadata, int priority) {

    /** The reference to an entity. */
    public static EntityReference of(EntityDescriptor entity) {
        return new EntityReference(entity.type().wireName(), entity.id(), entity.metadata(), entity.priority());
    }
}
