package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.OpenWork;
import io.trawl.api.ledger.Phase;
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
import java.util.concurrent.atomic.AtomicBoolean;

/** One process's access to a run that is recorded in PostgreSQL. Each kind of operation is in a class of its own. */
final class PostgresRunLedger implements DurableRunLedger {

    private final RunSession part;
    private final Leases leases;
    private final Heartbeat heartbeat;
    private final Leadership leadership;
    private final HierarchyRecord hierarchies;
    private final Scopes scopes;
    private final PlanStore plans;
    private final Claims claims;
    private final Dispatches dispatches;
    private final Shards shares;
    private final Completions completions;
    private final LateWrites lateWrites;
    private final Lookups lookups;
    private final RunNotes notes;
    private final ReportQueries reports;
    private final LeaseReleaser departure;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stopped;

    PostgresRunLedger(Database database, RunSession part) {
        this.part = part;
        leases = new Leases(part.lease());
        heartbeat = new Heartbeat(database, part, leases);
        leadership = new Leadership(database, part, leases);
        hierarchies = new HierarchyRecord(database, part, leadership);
        scopes = new Scopes(database, part, leadership);
        plans = new PlanStore(database, part, leadership, scopes);
        completions = new Completions(database, part, leases);
        claims = new Claims(database, part, leases, completions);
        lateWrites = new LateWrites(database, part);
        lookups = new Lookups(database, part);
        notes = new RunNotes(database, part);
        reports = new ReportQueries(database);
        departure = new LeaseReleaser(database, part, leases);
        dispatches = new Dispatches(database, part, leadership, claims, departure);
        shares = new Shards(database, part);
        heartbeat.start();
    }

    @Override
    public String runId() {
        return part.run().runId();
    }

    @Override
    public Instant startedAt() {
        return part.startedAt();
    }

    @Override
    public Duration active() {
        return heartbeat.active();
    }

    @Override
    public Phase phase() {
        return leadership.phase();
    }

    @Override
    public boolean isStopRequested() {
        return heartbeat.isStopRequested();
    }

    @Override
    public boolean lead() {
        return leadership.lead();
    }

    @Override
    public boolean advance(Phase from, Phase to) {
        return leadership.advance(from, to);
    }

    @Override
    public boolean end(Report.State state, boolean evenIfOpen) {
        return leadership.end(state, evenIfOpen);
    }

    @Override
    public void hierarchyListed(Hierarchy hierarchy) {
        hierarchies.listed(hierarchy);
    }

    @Override
    public void hierarchyRefused(List<HierarchyFailure> refused) {
        hierarchies.refused(refused);
    }

    @Override
    public List<String> beginListing(EntityType type, String database, List<String> schemas) {
        return scopes.begin(type, database, schemas);
    }

    @Override
    public long plan(List<List<EntityDescriptor>> batches) {
        return plans.plan(batches);
    }

    @Override
    public void handOver(Duration atMost) {
        leadership.handOver(atMost);
    }

    /** The database holds any number. */
    @Override
    public void awaitRoom() {}

    @Override
    public void endListing(
            EntityType type,
            String database,
            List<String> schemas,
            Map<String, Hierarchy.Failure> failures,
            Map<String, Long> filtered) {
        scopes.end(type, database, schemas, failures, filtered);
    }

    @Override
    public Map<String, Integer> learnedCosts(List<EntityDescriptor> descriptors) {
        return lookups.learnedCosts(descriptors);
    }

    @Override
    public List<Dispatch> dispatch(int most, Duration again) {
        return stopped || most < 1 ? List.of() : dispatches.dispatch(most, again);
    }

    @Override
    public void undispatch(Collection<Long> batches) {
        dispatches.undispatch(batches);
    }

    @Override
    public Set<Long> underWay(Collection<Long> batches) {
        return dispatches.underWay(batches);
    }

    @Override
    public BatchClaim claimBatch(long batch) {
        return stopped ? new BatchClaim.NotNeeded() : claims.claimBatch(batch);
    }

    @Override
    public List<Long> open(int pod, int of) {
        return shares.open(pod, of);
    }

    @Override
    public OpenWork openWork() {
        return shares.work();
    }

    @Override
    public List<Claim> claim(int most) {
        return stopped || most < 1 ? List.of() : claims.claim(most);
    }

    @Override
    public boolean holds(Claim claim) {
        return leases.holds(claim.token());
    }

    @Override
    public boolean complete(Claim claim, Completion completion) {
        return completions.complete(claim, completion);
    }

    @Override
    public void release(Claim claim) {
        departure.release(claim.batch(), claim.token());
    }

    @Override
    public void wroteLate(Claim claim, Collection<String> ids) {
        lateWrites.wrote(claim, ids);
    }

    @Override
    public Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors) {
        return lookups.fingerprints(descriptors);
    }

    @Override
    public Set<String> written(EntityType type, Collection<String> ids) {
        return lookups.written(type, ids);
    }

    @Override
    public boolean isListedCompletely(EntityType type, String schemaFqn) {
        return scopes.isListedCompletely(type, schemaFqn);
    }

    @Override
    public Set<String> listed(EntityType type, Collection<String> ids) {
        return lookups.listed(type, ids);
    }

    @Override
    public void deleted(EntityType type, String parentFqn, long howMany) {
        notes.deleted(type, parentFqn, howMany);
    }

    @Override
    public void warning(String message) {
        notes.warning(message);
    }

    @Override
    public void warning(String message, Collection<String> ids) {
        notes.warning(message, ids);
    }

    @Override
    public Report.Counts counts() {
        return notes.counts();
    }

    @Override
    public Report report(Report.State unlessEnded) {
        return reports.report(part.no(), unlessEnded);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            heartbeat.close();
            departure.leave(stopped);
        }
    }
}
