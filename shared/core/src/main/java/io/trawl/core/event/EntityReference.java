package io.trawl.core.event;

import io.trawl.core.model.EntityDescriptor;
import java.nio.charset.StandardCharsets;
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

    /** Names of the keys, quotes, braces and the priority, in JSON; and of each entry of the metadata. */
    private static final int FRAME = 80;

    private static final int ENTRY_FRAME = 6;

    /** The reference to an entity. */
    public static EntityReference of(EntityDescriptor entity) {
        return new EntityReference(entity.type().wireName(), entity.id(), entity.metadata(), entity.priority());
    }

    /** How many bytes the reference to an entity takes as JSON, at most. */
    public static int size(EntityDescriptor entity) {
        int size = FRAME + quoted(entity.id());
        for (Map.Entry<String, String> entry : entity.metadata().entrySet()) {
            size += ENTRY_FRAME + quoted(entry.getKey()) + quoted(entry.getValue());
        }
        return size;
    }

    /** A control character becomes six characters in JSON, a quote or a backslash two. */
    private static int quoted(String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            size += c < ' ' ? 5 : c == '"' || c == '\\' ? 1 : 0;
        }
        return size;
    }
}
