package io.trawl.api.source;

import io.trawl.api.model.Hierarchy.Failure;
import java.util.Map;
import java.util.Set;

/**
 * How a listing ended.
 *
 * @param complete raw names of the schemas that were listed to their end
 * @param failures for each other schema of the scope, why it was not
 */
public record Listing(Set<String> complete, Map<String, Failure> failures) {
    public Listing {
        complete = Set.copyOf(complete);
        failures = Map.copyOf(failures);
    }
}
