package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.HierarchyFailures;
import java.util.List;

/**
 * A batch in the hands of one worker: entities of one type and one database that still have no outcome.
 *
 * @param batch its number within the run, from 0
 * @param token given out once, at this claim; whatever is written about the batch must present it, so that a worker whose
 *     lease has ended and whose batch somebody else has claimed changes nothing (a fencing token)
 * @param pass what is to be done with the entities
 * @param attempt how often these entities are tried in this pass now, from 1; a worker that was lost does not count
 * @param descriptors at least one
 * @param failures what of the hierarchy the entities lie in, or may be tagged with, is not in the catalog
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

    /** What its entities are. */
    public EntityType type() {
        return descriptors.get(0).type();
    }
}
