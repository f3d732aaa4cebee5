package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One process's access to the record of one run. Safe for use by several threads.
 *
 * <p>Any number of processes work on a run, and one at a time leads it: it lists, plans and finishes. Claims and
 * leadership are leases that this object renews until it is closed. A write under a lease that has passed to another
 * process is refused. Methods throw a {@link io.trawl.api.model.TrawlException} if the ledger cannot be reached for
 * long; short interruptions are ridden out.
 */
public interface RunLedger extends AutoCloseable {

    /** The run's id. */
    String runId();

    /** When the run began. */
    Instant startedAt();

    /** For how long the run was led, all sessions together, until now. */
    Duration active();

    /** Where the run stands; {@link Phase#FINISHED} also if it was stopped. */
    Phase phase();

    /** Whether the run was asked to stop. Cheap: the answer is that of the last renewal of the leases. */
    boolean isStopRequested();

    // --- leading

    /** Whether this process leads the run. If no other process does, it becomes the leader. */
    boolean lead();

    /**
     * Goes to a later phase, unless something of the present one is open: a batch of {@link Pass#ENTITIES} before
     * REFERENCES and what follows it, any batch before DELETION and what follows it. DISCOVERY ends without a condition.
     *
     * @return whether the run is in that phase now
     * @throws LostLeadershipException if another process leads
     */
    boolean advance(Phase from, Phase to);

    /**
     * Ends the run; nothing of it is claimed afterwards.
     *
     * @param evenIfOpen whether it ends although a batch is open, as a run does that took too long
     * @return whether it has ended; false if something is open
     * @throws LostLeadershipException if another process leads
     */
    boolean end(Report.State state, boolean evenIfOpen);

    /**
     * Records what could not be read of the hierarchy, and what was filtered; takes the place of an earlier record.
     *
     * @throws LostLeadershipException if another process leads
     */
    void hierarchyListed(Hierarchy hierarchy);

    /**
     * Records what the sink refused of the hierarchy; takes the place of an earlier record. Workers learn it with their
     * {@linkplain Claim#failures() claims}.
     *
     * @throws LostLeadershipException if another process leads
     */
    void hierarchyRefused(List<HierarchyFailure> refused);

    /**
     * Begins to list a type in some schemas of a database.
     *
     * @param schemas raw names
     * @return the schemas that are still to be listed: those whose listing has not ended earlier in this run
     * @throws LostLeadershipException if another process leads
     */
    List<String> beginListing(EntityType type, String database, List<String> schemas);

    /**
     * Adds batches to the plan, in the order in which they are to be claimed. What is in the plan already is left out,
     * and a batch of which nothing is left does not become one.
     *
     * @param batches each of one type and one database, whose listing has begun
     * @return how many entities are new
     * @throws LostLeadershipException if another process leads
     */
    long plan(List<List<EntityDescriptor>> batches);

    /**
     * Ends the listing of a type in some schemas.
     *
     * @param failures why it was not complete, by raw name of the schema; a schema that is not in it was listed completely
     * @param filtered how many entities the filters left out, by raw name of the schema
     * @param schemas those of {@link #beginListing}
     * @throws LostLeadershipException if another process leads
     */
    void endListing(
            EntityType type,
            String database,
            List<String> schemas,
            Map<String, Hierarchy.Failure> failures,
            Map<String, Long> filtered);

    /**
     * Gives back the lead, if this process has it, to be taken by the next process that comes. The run counts as under way
     * until then, but for no longer than this. Only in a ledger that lasts.
     */
    void handOver(Duration atMost);

    /** Waits while more is waiting for a worker than this ledger can hold; not after {@link #stop}. */
    void awaitRoom();

    /** How much entities have cost in the last run, in the unit of a descriptor's priority; by id; unknown ones are absent. */
    Map<String, Integer> learnedCosts(List<EntityDescriptor> descriptors);

    // --- sending batches to workers, which then claim them by number; only in a durable ledger

    /**
     * Returns open, unclaimed batches of the present pass that are due and not sent yet, in the order of their numbers,
     * and records them as sent. A batch is returned again if no worker claims it within {@code again}, since its worker
     * may be lost; and at once if it is open again after a claim.
     *
     * @param most how many at most
     * @return none if there is nothing to send now, or after {@link #stop}
     * @throws LostLeadershipException if another process leads
     */
    List<Dispatch> dispatch(int most, Duration again);

    /**
     * Records that these batches could not be sent, so that {@link #dispatch} may return them again at once. Batches
     * that were claimed meanwhile stay as they are.
     */
    void undispatch(Collection<Long> batches);

    /**
     * Of these batches, those that a worker has claimed, or that were sent recently enough that a worker may still
     * claim them.
     */
    Set<Long> underWay(Collection<Long> batches);

    /** Takes this batch, if it can be taken; not after {@link #stop}. Never waits. */
    BatchClaim claimBatch(long batch);

    // --- shards of the plan, for workers that each process a part of it; only in a durable ledger

    /**
     * The batches of one shard that have no outcome yet: numbers of the present pass, in their order, with those that a
     * worker has claimed or that wait for the end of a pause.
     *
     * @param pod which worker, from 0: its batches are those whose number leaves this when divided by {@code of}
     * @param of how many share the plan, at least 1
     * @return none also if the run is to stop or has ended
     */
    List<Long> open(int pod, int of);

    /** How much of the present pass has no outcome yet; nothing if the run is to stop or has ended. */
    OpenWork openWork();

    // --- working

    /**
     * Claims batches that no other worker has and that are due; those of {@link Pass#REFERENCES} only in that phase.
     * Never waits.
     *
     * @param most how many at most
     * @return none if there is nothing to do now, or after {@link #stop}
     */
    List<Claim> claim(int most);

    /**
     * Whether the lease on a batch certainly lasts a moment longer, by a clock that keeps running while the process is
     * paused; call it just before a write.
     */
    boolean holds(Claim claim);

    /**
     * Records what became of a batch, and gives it back. The fingerprint of a deferred table is forgotten unless the
     * completion holds it: what the catalog has of it now is not complete.
     *
     * @return false if the lease had ended and nothing was recorded: another worker has the batch, or will get it
     */
    boolean complete(Claim claim, Completion completion);

    /** Gives back a batch of which nothing was done; this is no attempt. */
    void release(Claim claim);

    /**
     * Records that a worker wrote to the sink after its lease had ended. It may have overwritten newer data of another
     * worker, so the entities are opened again and their fingerprints forgotten.
     *
     * @param ids of what was written
     */
    void wroteLate(Claim claim, Collection<String> ids);

    /** The fingerprint of the last successful write to this catalog, by id; entities never written are absent. */
    Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors);

    /** Of these, those this run has found to be in the catalog: ingested, unchanged, or still without foreign keys. */
    Set<String> written(EntityType type, Collection<String> ids);

    // --- finishing

    /** Whether this type was listed completely in this schema in this run. */
    boolean isListedCompletely(EntityType type, String schemaFqn);

    /** Of these ids, those that discovery found in this run. */
    Set<String> listed(EntityType type, Collection<String> ids);

    /**
     * Records what was marked as deleted in the catalog.
     *
     * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
     */
    void deleted(EntityType type, String parentFqn, long howMany);

    /** Records something the user should know; the same message twice is one. */
    void warning(String message);

    /**
     * Records something that the user should know of some entities. The report has one line for each message, with how many
     * entities it holds for and the first of them. An entity that is read twice may be counted twice.
     *
     * @param message the same for all of them
     * @param ids at least one
     */
    void warning(String message, Collection<String> ids);

    /** How the run stands, all processes together; cheap enough to be asked every second. */
    Report.Counts counts();

    /**
     * The report of the run as it stands.
     *
     * @param unlessEnded the state to show if the run has not ended in one
     */
    Report report(Report.State unlessEnded);

    /** Ends the work of this process: nothing is claimed from now on, and nothing blocks. Returns at once. */
    void stop();

    /**
     * Gives back the leases. If this process stopped the run and no other process works on it, the run is recorded as
     * stopped.
     */
    @Override
    void close();
}
