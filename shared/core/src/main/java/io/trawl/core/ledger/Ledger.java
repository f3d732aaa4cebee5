package io.trawl.core.ledger;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The record of one run: what was listed and where completely, what became of each entity, and what it was like when it
 * was last written. Safe for use by several threads.
 */
public interface Ledger extends AutoCloseable {

    /** Records entities that discovery found and the filters let through. */
    void listed(List<EntityDescriptor> descriptors);

    /** Records entities that the filters left out. */
    void filtered(EntityType type, String schemaFqn, long howMany);

    /**
     * Records how the listing of one type in one schema ended.
     *
     * @param failure null if it was complete
     */
    void listingEnded(EntityType type, String schemaFqn, Failure failure);

    /** Records something of the hierarchy that could not be looked at, for example a database that refuses the login. */
    void hierarchyFailed(EntityType type, String fqn, Failure failure);

    /** Whether this type was listed completely in this schema in this run. */
    boolean listedCompletely(EntityType type, String schemaFqn);

    /** Whether discovery found this entity in this run. */
    boolean wasListed(EntityType type, String id);

    /** The fingerprint of the last successful write, by id; entities never written are absent. */
    Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors);

    /** Records that a table was written without its foreign keys; it stays open until they are written too. */
    void deferred(List<EntityDescriptor> descriptors);

    /** Whether this run has written the table, with or without its foreign keys. */
    boolean wasWritten(String id);

    /** Hands over what was {@link #deferred} and has no outcome yet. */
    void forEachDeferred(Consumer<EntityDescriptor> consumer);

    /**
     * Records final outcomes.
     *
     * @param attempt how often these entities were tried, from 1
     * @param fingerprints of what was written, by id; for outcomes that wrote something
     */
    void complete(List<? extends Outcome> outcomes, int attempt, Map<String, String> fingerprints);

    /** Records what was marked as deleted in the catalog. */
    void deleted(EntityType type, String schemaFqn, long howMany);

    /** Records something the user should know. */
    void warning(String message);

    /** How the run stands. */
    Standing standing();

    @Override
    void close();

    /**
     * How a run stands.
     *
     * @param entities counts over all types
     * @param byType by wire name
     * @param bySchema by fully qualified name
     * @param failures the first {@link Report#MAX_FAILURES}
     * @param warnings in their order
     */
    record Standing(
            Report.Counts entities,
            Map<String, Report.Counts> byType,
            Map<String, Report.Counts> bySchema,
            List<Report.FailedEntity> failures,
            List<String> warnings) {}
}
