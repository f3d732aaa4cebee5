package io.trawl.api.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refers to one entity without holding it: enough for a worker elsewhere to read it.
 *
 * @param id the fully qualified name, as {@link Fqn} builds it; unique within a run and type
 * @param type {@link EntityType#TABLE} or {@link EntityType#STORED_PROCEDURE}
 * @param metadata what the source needs to find the entity again (database, schema, name, oid …); never a secret
 * @param priority the estimated cost of reading it, at least 1; larger ones are started first
 */
public record EntityDescriptor(String id, EntityType type, Map<String, String> metadata, int priority) {

    /** Key of {@link #metadata}: the database's raw name. */
    public static final String DATABASE = "database";
    /** Key of {@link #metadata}: the schema's raw name. */
    public static final String SCHEMA = "schema";
    /** Key of {@link #metadata}: the entity's raw name in the source, without an overload's signature. */
    public static final String NAME = "name";
    /** Key of {@link #metadata}: the extension of the source that the entity belongs to; absent for all others. */
    public static final String EXTENSION = "extension";
    /**
     * Key of {@link #metadata}: what changes whenever the entity is altered in the source, or is to be read otherwise; absent if
     * the source does not say.
     */
    public static final String VERSION = "version";
    /** Key of {@link #metadata}: why the entity cannot be ingested, as the listing has shown; absent for all others. */
    public static final String REFUSAL = "refusal";

    /** Names of the keys, quotes, braces and the priority, in JSON; and of each entry of the metadata. */
    private static final int FRAME = 80;

    private static final int ENTRY_FRAME = 6;

    public EntityDescriptor {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        metadata = Map.copyOf(metadata);
        if (!EntityType.PARALLELIZABLE.contains(type)) {
            throw new IllegalArgumentException("type: '" + type + "' is not ingested in parallel");
        }
        if (priority < 1) {
            throw new IllegalArgumentException("priority: " + priority + " is below 1");
        }
    }

    /** The same entity with another cost. */
    public EntityDescriptor withPriority(int other) {
        return other == priority ? this : new EntityDescriptor(id, type, metadata, other);
    }

    /**
     * The same entity, known to be one that cannot be ingested.
     *
     * @param otherId an id that no other entity has
     * @param why one line for the user
     */
    public EntityDescriptor refused(String otherId, String why) {
        Map<String, String> more = new HashMap<>(metadata);
        more.put(REFUSAL, why);
        return new EntityDescriptor(otherId, type, more, priority);
    }

    /** The raw name of the database, or null if the source has not said. */
    public @Nullable String database() {
        return metadata.get(DATABASE);
    }

    /** The raw name of the schema, or null if the source has not said. */
    public @Nullable String schema() {
        return metadata.get(SCHEMA);
    }

    /** The raw name of the entity, or null if the source has not said. */
    public @Nullable String name() {
        return metadata.get(NAME);
    }

    /** The extension that the entity belongs to, or null if it belongs to none. */
    public @Nullable String extension() {
        return metadata.get(EXTENSION);
    }

    /** What changes when the entity is altered, or null if the source does not say. */
    public @Nullable String version() {
        return metadata.get(VERSION);
    }

    /** Why the entity fails as INVALID without being read, or null if it is to be read. */
    public @Nullable String refusal() {
        return metadata.get(REFUSAL);
    }

    /** How many bytes this takes as JSON, at most. */
    public int sizeAsJson() {
        int size = FRAME + quoted(id);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
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
