package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import java.util.List;

/**
 * A batch to send to a worker.
 *
 * @param batch its number within the run, from 0
 * @param pass what is to be done with its entities
 * @param attempt the number of the next attempt in this pass, from 1
 * @param sendCount how often this batch was sent, this time included, from 1
 * @param descriptors at least one; of one type and one database
 */
public record Dispatch(long batch, Pass pass, int attempt, int sendCount, List<EntityDescriptor> descriptors) {

    public Dispatch {
        descriptors = List.copyOf(descriptors);
        if (descriptors.isEmpty()) {
            throw new IllegalArgumentException("descriptors: a batch holds at least one");
        }
    }
}
