package io.trawl.core.engine;

import io.trawl.core.model.EntityDescriptor;
import java.util.List;

/**
 * Entities handed to one worker together: of one type and one database.
 *
 * @param descriptors at least one
 * @param attempt how often these are tried now, from 1
 */
public record Batch(List<EntityDescriptor> descriptors, int attempt) {

    public Batch {
        descriptors = List.copyOf(descriptors);
        if (descriptors.isEmpty()) {
            throw new IllegalArgumentException("descriptors: a batch holds at least one");
        }
    }

    /** The first attempt at these entities. */
    public static Batch first(List<EntityDescriptor> descriptors) {
        return new Batch(descriptors, 1);
    }
}
