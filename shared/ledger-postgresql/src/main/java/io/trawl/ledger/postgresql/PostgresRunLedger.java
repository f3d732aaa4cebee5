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

/** One process's access to a run that is recorded in PostgreSQL. Each role is in a class of its own. */
final class PostgresRunLedger implements DurableRunLedger {

    private final RunSession session;
    private final Leases leases;
    private final Heartbeat heartbeat;
    private final Leadership leadership;
    private final HierarchyRecord hierarchies;
    private final Scopes scopes;
    private final PlanStore plan;
    private final Claims claims;
    private final Dispatches dispatches;
    private final Shards shards;
    private final Completions completions;
    private final LateWrites lateWrites;
    private final Lookups lookups;
    private final Warnings warnings;
    private final DeletionRecord deletions;
    private final ReportQueries reports;
    private final LeaseReleaser releaser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stopped;

    PostgresRunLedger(Database database, RunSession session) {
        this.session = session;
        leases = new Leases(session.lease());
        heartbeat = new Heartbeat(database, session, leases);
        leadership = new Leadership(database, session, leases);
        hierarchies = new HierarchyRecord(database, session, leadership);
        scopes = new Scopes(database, session, leadership);
        plan = new PlanStore(database, session, leadership, scopes);
        completions = new Completions(database, session, leases);
        claims = new Claims(database, session, leases, completions);
        lateWrites = new LateWrites(database, session);
        lookups = new Lookups(database, session);
        warnings = new Warnings(database, session);
        deletions = new DeletionRecord(database, session);
        reports = new ReportQueries(database);
        releaser = new LeaseReleaser(database, session, leases);
        dispatches = new Dispatches(database, session, leadership, claims, releaser);
        shards = new Shards(database, session);
        heartbeat.start();
    }

    @Override
    public String runId() {
        return session.run().runId();
    }

    @Override
    public Instant startedAt() {
        return session.startedAt();
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
    public boolean tryAcquireLeadership() {
        return leadership.tryAcquire();
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
        return plan.plan(batches);
    }

    @Override
    public void handOver(Duration atMost) {
        leadership.handOver(atMost);
    }

    /** The database has room for any number. */
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
    public void markUnsent(Collection<Long> batches) {
        dispatches.markUnsent(batches);
    }

    @Override
    public Set<Long> inFlight(Collection<Long> batches) {
        return dispatches.inFlight(batches);
    }

    @Override
    public BatchClaim claimBatch(long batch) {
        return stopped ? new BatchClaim.NotNeeded() : claims.claimBatch(batch);
    }

    @Override
    public List<Long> open(int pod, int of) {
        return shards.open(pod, of);
    }

    @Override
    public OpenWork openWork() {
        return shards.work();
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
        releaser.release(claim.batch(), claim.token());
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
        deletions.deleted(type, parentFqn, howMany);
    }

    @Override
    public void warning(String message) {
        warnings.warning(message);
    }

    @Override
    public void warning(String message, Collection<String> ids) {
        warnings.warning(message, ids);
    }

    @Override
    public Report.Counts counts() {
        return reports.counts(session.runNo());
    }

    @Override
    public Report report(Report.State unlessEnded) {
        return reports.report(session.runNo(), unlessEnded);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            heartbeat.close();
            releaser.leave(stopped);
        }
    }
}
