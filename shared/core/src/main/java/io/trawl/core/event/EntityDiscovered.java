package io.trawl.core.event;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import java.util.Map;

/**
 * Data of {@link Events#ENTITY_DISCOVERED}: a reference to an entity, never the entity or a credential.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param type wire name of the type, for example {@code table}
 * @param id fully qualified name
 * @param metadata what the source needs to find it again
 * @param priority estimated cost, at least 1
 */
public record EntityDiscovered(
        String workflow, String run, String type, String id, Map<String, String> metadata, int priority) {

    /** The event of a descriptor. */
    public static EntityDiscovered of(String workflow, String run, EntityDescriptor entity) {
        return new EntityDiscovered(
                workflow, run, entity.type().wireName(), entity.id(), entity.metadata(), entity.priority());
    }

    /**
     * The descriptor, for the source.
     *
     * @throws EventException 422 if a part of it is missing or wrong; the message names it
     */
    public EntityDescriptor descriptor() {
        require("data.workflow", workflow);
        require("data.run", run);
        require("data.id", id);
        require("data.type", type);
        require("data.metadata", metadata);
        EntityType entityType = EntityType.PARALLELIZABLE.stream()
                .filter(known -> known.wireName().equals(type))
                .findFirst()
                .orElseThrow(() -> EventException.unusable(
                        "data.type: '" + type + "' is none of the types ingested in parallel: storedProcedure, table"));
        try {
            return new EntityDescriptor(id, entityType, metadata, priority);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw EventException.unusable("data: " + e.getMessage());
        }
    }

    private static void require(String path, Object value) {
        if (value == null || "".equals(value)) {
            throw EventException.unusable(path + ": missing");
        }
    }
}
