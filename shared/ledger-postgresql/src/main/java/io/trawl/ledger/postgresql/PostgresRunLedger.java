package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.Phase;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.report.EntityWarning;
import io.trawl.api.report.Report;
import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One process's access to a run that is recorded in PostgreSQL. Each role is in a class of its own. */
final class PostgresRunLedger extends RunReader {

    private static final Sql WARNING = Sql.load("warning-add");
    private static final Sql ENTITY_WARNING = Sql.load("entity-warning-add");

    private final Leases leases;
    private final Heartbeat heartbeat;
    private final PostgresLeadership leadership;
    private final HierarchyRecord hierarchies;
    private final Scopes scopes;
    private final PlanStore plan;
    private final Claims claims;
    private final Dispatches dispatches;
    private final Completions completions;
    private final LeaseReleaser releaser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stopped;

    PostgresRunLedger(RunSession session) {
        super(session);
        leases = new Leases(session.lease());
        heartbeat = new Heartbeat(session, leases);
        leadership = new PostgresLeadership(session, leases);
        hierarchies = new HierarchyRecord(session, leadership);
        scopes = new Scopes(session, leadership);
        plan = new PlanStore(session, leadership, scopes);
        completions = new Completions(session, leases);
        claims = new Claims(session, leases, completions);
        releaser = new LeaseReleaser(session, leases);
        dispatches = new Dispatches(session, leadership, claims, releaser);
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
        completions.wroteLate(claim, ids);
    }

    @Override
    public void deleted(EntityType type, String parentFqn, long howMany) {
        scopes.deleted(type, parentFqn, howMany);
    }

    @Override
    public void measure(Supplier<Optional<SourceUsage>> usage) {
        session.source().begin(usage);
    }

    @Override
    public void warning(String message) {
        session.query(WARNING).set("message", Texts.storable(message)).update(session.database());
    }

    @Override
    public void warning(String message, Collection<String> ids) {
        session.query(ENTITY_WARNING)
                .set("message", Texts.storable(message))
                .set("entities", (long) ids.size())
                .set("ids", ids.stream().limit(EntityWarning.MOST_IDS).toList(), Texts::storable)
                .set("most", EntityWarning.MOST_IDS)
                .update(session.database());
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
