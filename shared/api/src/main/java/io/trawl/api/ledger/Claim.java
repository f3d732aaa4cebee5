package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.HierarchyFailures;
import java.util.List;

/**
 * A batch that a worker has claimed: entities of one type and one database that have no outcome yet.
 *
 * @param batch its number within the run, from 0
 * @param token the fencing token, unique to this claim: every write about the batch must present it, so that a worker whose
 *     lease has ended and whose batch another worker has claimed changes nothing
 * @param pass what is to be done with the entities
 * @param attempt the number of this attempt in this pass, from 1; an attempt of a worker that was lost does not count
 * @param descriptors at least one
 * @param failures the databases, schemas and tags of these entities that are not in the catalog
 */
public record Claim(
        long batch,
        long token,
        Pass pass,
        int attempt,
        List<EntityDescriptor> descriptors,
        HierarchyFailures failures) {

    public Claim {
        descriptors = List.copyOf(descriptors);
        if (descriptors.isEmpty()) {
            throw new IllegalArgumentException("descriptors: a batch holds at least one");
        }
    }

    /** The type of its entities. */
    public EntityType type() {
        return descriptors.get(0).type();
    }
}
