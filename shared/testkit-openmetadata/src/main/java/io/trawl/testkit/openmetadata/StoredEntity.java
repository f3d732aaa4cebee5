package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * An entity the contract server holds.
 *
 * @param type wire name of its type
 * @param fqn fully qualified name
 * @param id given at its creation
 * @param parentFqn null for a service and a classification
 * @param json the last create request, changed by the bot rule and by patches; UTF-8
 * @param deleted whether it is soft-deleted
 * @param writes how many PUTs were applied to it
 * @param version 1 at its creation, and one more with each PUT or PATCH that changed something
 */
public record StoredEntity(
        String type, String fqn, UUID id, String parentFqn, byte[] json, boolean deleted, int writes, int version) {

    static final ObjectMapper JSON = new ObjectMapper();

    /** The create request as a tree; a new one each time. */
    public ObjectNode document() {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StoredEntity withDeleted(boolean nowDeleted) {
        return new StoredEntity(type, fqn, id, parentFqn, json, nowDeleted, writes, version);
    }

    StoredEntity written(byte[] newJson, boolean changed) {
        return new StoredEntity(type, fqn, id, parentFqn, newJson, false, writes + 1, version + (changed ? 1 : 0));
    }

    StoredEntity patched(byte[] newJson) {
        return new StoredEntity(type, fqn, id, parentFqn, newJson, deleted, writes, version + 1);
    }

    static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
