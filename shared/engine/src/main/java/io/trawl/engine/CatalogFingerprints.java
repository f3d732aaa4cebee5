package io.trawl.engine;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.Sink;
import io.trawl.api.util.IdSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the catalog held when this was first asked about a schema. A fingerprint in the ledger says what was written, not
 * that it is still there: a user may have deleted it, restored an older catalog, or written something else.
 *
 * <p>Asked only about what seems unchanged; a schema costs a few lists, and 16 bytes for each entity. Safe for use by
 * several threads.
 */
final class CatalogFingerprints {

    private final Sink sink;
    private final Map<String, IdSet> schemas = new ConcurrentHashMap<>();

    CatalogFingerprints(Sink sink) {
        this.sink = sink;
    }

    /**
     * Whether the catalog holds the entity as it was when it had this fingerprint; false if that cannot be learned. What
     * the catalog has no fingerprint of was not written completely: a process that was lost may have been late with it.
     */
    boolean contains(EntityDescriptor descriptor, String fingerprint) {
        String schema = Fqn.parent(descriptor.id());
        IdSet held = schemas.computeIfAbsent(descriptor.type() + "\n" + schema, key -> read(descriptor.type(), schema));
        return held.contains(key(descriptor.id(), fingerprint));
    }

    private IdSet read(EntityType type, String schema) {
        IdSet held = new IdSet();
        try {
            sink.forEachFingerprint(type, schema, (id, fingerprint) -> {
                if (fingerprint != null) {
                    held.add(key(id, fingerprint));
                }
            });
        } catch (TrawlException e) {
            return new IdSet(); // then it is written once more, which harms nothing
        }
        return held;
    }

    private static String key(String id, String fingerprint) {
        return id + "\n" + fingerprint;
    }
}
