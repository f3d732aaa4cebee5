package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what this run and earlier ones have recorded about entities; by default there are no earlier ones. */
public interface EntityLookups {

    /**
     * The cost of entities in the last run, in the unit of a descriptor's priority, by id; entities that were not in it are
     * absent.
     */
    default Map<String, Integer> learnedCosts(List<EntityDescriptor> descriptors) {
        return Map.of();
    }

    /** The fingerprint of the last successful write to this catalog, by id; entities never written are absent. */
    default Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors) {
        return Map.of();
    }

    /**
     * Of these, those that have the {@linkplain EntityDescriptor#version() version} of the last successful write to this catalog:
     * its fingerprint, by id. Entities that have no version, or were never written, are absent.
     *
     * @param days after which an entity is absent although its version is the same
     */
    default Map<String, String> unaltered(List<EntityDescriptor> descriptors, int days) {
        return Map.of();
    }

    /** Of these, those this run has found to be in the catalog: ingested, unchanged, or still without foreign keys. */
    Set<String> written(EntityType type, Collection<String> ids);

    /** Whether this type was listed completely in this schema in this run. */
    boolean isListedCompletely(EntityType type, String schemaFqn);

    /** Of these ids, those that discovery found in this run. */
    Set<String> listed(EntityType type, Collection<String> ids);
}
