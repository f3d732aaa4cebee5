package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import java.util.List;
import java.util.Map;

/**
 * Records what the leader of a run has listed (the hierarchy, the entities as batches, and what could not be listed), and
 * what it has deleted.
 */
public interface PlanWriter {

    /**
     * Records what could not be read of the hierarchy, and what was filtered; replaces an earlier record.
     *
     * @throws LostLeadershipException if another process is the leader
     */
    void hierarchyListed(Hierarchy hierarchy);

    /**
     * Records what the sink refused of the hierarchy; replaces an earlier record. Workers receive it with their
     * {@linkplain Claim#failures() claims}.
     *
     * @throws LostLeadershipException if another process is the leader
     */
    void hierarchyRefused(List<HierarchyFailure> refused);

    /**
     * Begins to list a type in some schemas of a database.
     *
     * @param schemas raw names
     * @return the schemas that are still to be listed: those whose listing has not ended earlier in this run
     * @throws LostLeadershipException if another process is the leader
     */
    List<String> beginListing(EntityType type, String database, List<String> schemas);

    /**
     * Adds batches to the plan, in the order in which they are to be claimed. An entity that is in the plan already is left
     * out, and so is a batch whose entities are all in the plan.
     *
     * @param batches each of one type and one database, whose listing has begun
     * @return how many entities are new
     * @throws LostLeadershipException if another process is the leader
     */
    long plan(List<List<EntityDescriptor>> batches);

    /** Waits while more batches wait for a worker than this ledger can hold; not after {@link RunLedger#stop}. */
    void awaitRoom();

    /**
     * Ends the listing of a type in some schemas.
     *
     * @param schemas those of {@link #beginListing}
     * @param failures why it was not complete, by raw name of the schema; a schema that is not in it was listed completely
     * @param filtered how many entities the filters left out, by raw name of the schema
     * @throws LostLeadershipException if another process is the leader
     */
    void endListing(
            EntityType type,
            String database,
            List<String> schemas,
            Map<String, Hierarchy.Failure> failures,
            Map<String, Long> filtered);

    /**
     * Records what was marked as deleted in the catalog.
     *
     * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
     */
    void deleted(EntityType type, String parentFqn, long howMany);
}
