package io.trawl.engine;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import java.util.HashMap;
import java.util.Map;

/**
 * How many entities, schemas and databases a run would have written, by scope: a plan writes none of them, and judges
 * deletions by what the catalog would hold. Not safe for use by several threads while it is filled.
 */
final class ScopeSizes {

    private final Map<Scope, Long> sizes = new HashMap<>();

    private record Scope(EntityType type, String parentFqn) {}

    void add(EntityDescriptor entity) {
        add(entity.type(), Fqn.parent(entity.id()), 1);
    }

    void add(Hierarchy hierarchy) {
        String service = Fqn.of(hierarchy.service().name());
        add(EntityType.DATABASE, service, hierarchy.databases().size());
        for (Hierarchy.Database database : hierarchy.databases()) {
            add(
                    EntityType.DATABASE_SCHEMA,
                    Fqn.child(service, database.name()),
                    database.schemas().size());
        }
    }

    private void add(EntityType type, String parentFqn, long more) {
        sizes.merge(new Scope(type, parentFqn), more, Long::sum);
    }

    /** 0 if nothing was added. */
    long of(EntityType type, String parentFqn) {
        return sizes.getOrDefault(new Scope(type, parentFqn), 0L);
    }
}
