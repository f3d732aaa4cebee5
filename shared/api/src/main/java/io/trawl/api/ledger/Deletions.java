package io.trawl.api.ledger;

import io.trawl.api.model.EntityType;

/** Records the deletions of a run. */
public interface Deletions {

    /**
     * Records what was marked as deleted in the catalog.
     *
     * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
     */
    void deleted(EntityType type, String parentFqn, long howMany);
}
