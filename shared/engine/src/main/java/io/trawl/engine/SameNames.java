package io.trawl.engine;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds entities of one listing that have the same name in the catalog, though not in the source: {@code a"b} and
 * {@code a__reserved__quote__b}, or an overload of {@code f} and a function that is called {@code f(integer)}. The first in the
 * order of the listing, which is the same in every run, is ingested; the others are to fail.
 *
 * <p>Only names that can be ambiguous are held, and those are few.
 */
final class SameNames {

    /** By id. */
    private final Map<String, EntityDescriptor> first = new HashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    /** The same descriptor, or one that is to fail, if another entity has its name. */
    EntityDescriptor check(EntityDescriptor descriptor) {
        if (!isAmbiguous(descriptor)) {
            return descriptor;
        }
        EntityDescriptor other = first.putIfAbsent(descriptor.id(), descriptor);
        if (other == null || rawName(other).equals(rawName(descriptor))) {
            return descriptor;
        }
        int number = counts.merge(descriptor.id(), 2, (count, two) -> count + 1);
        return descriptor.refused(
                Fqn.numbered(descriptor.id(), number), message(rawName(other), rawName(descriptor), descriptor.id()));
    }

    /** What is said of two names. */
    static String message(String first, String second, String fqn) {
        return ("'%s' and '%s' have the same name in OpenMetadata, '%s': the first of them is ingested, the other one cannot be;"
                        + " rename it")
                .formatted(first, second, fqn);
    }

    private static boolean isAmbiguous(EntityDescriptor descriptor) {
        return Fqn.holdsWord(descriptor.id())
                || descriptor.type() == EntityType.STORED_PROCEDURE
                        && descriptor.id().indexOf('(') >= 0;
    }

    private static String rawName(EntityDescriptor descriptor) {
        return descriptor.schema() + "." + descriptor.name();
    }
}
