package io.trawl.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trawl.api.model.Entity;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Request;
import io.trawl.api.util.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns entities into create requests: JSON made once, with its own fingerprint at the end of it. */
public final class Renderer {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();
    private static final int FINGERPRINT_BYTES = 16;

    /**
     * The create request of an entity, {@code sourceHash} included.
     *
     * <p>The fingerprint is half a SHA-256 over the request, in hexadecimal: 32 characters, the most OpenMetadata takes
     * as sourceHash.
     */
    public Request render(EntityDescriptor descriptor, Entity entity) {
        byte[] json = bytes(entity);
        String fingerprint = Sha256.hex(json, FINGERPRINT_BYTES);
        byte[] hash = (",\"sourceHash\":\"" + fingerprint + "\"}").getBytes(StandardCharsets.US_ASCII);
        int end = json.length - 1; // without the closing brace, which follows the hash
        byte[] withHash = Arrays.copyOf(json, end + hash.length);
        System.arraycopy(hash, 0, withHash, end, hash.length);
        return new Request(descriptor, withHash, fingerprint);
    }

    /**
     * The create request of an entity that is not written completely yet: without {@code sourceHash}, so that no run
     * takes it for finished.
     *
     * @param fingerprint of the complete entity
     */
    public Request renderIncomplete(EntityDescriptor descriptor, Entity entity, String fingerprint) {
        return new Request(descriptor, bytes(entity), fingerprint);
    }

    private static byte[] bytes(Entity entity) {
        try {
            return WRITER.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("entity '" + entity.name() + "' has no JSON form", e);
        }
    }
}
