package io.trawl.engine.memory;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.source.SourceMeter;
import io.trawl.api.source.SourceUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The record of a run that ends with its process. It knows no earlier run, so nothing is ever unchanged, and no other process
 * works on it, so no lease ever ends.
 *
 * <p>It holds 64 bits of each id, the descriptors that wait for a worker or for their foreign keys, and the failures.
 */
final class InMemoryRunLedger implements RunLedger {

    private final NewRun run;
    private final Instant startedAt;
    private final long startNanos = System.nanoTime();
    private final Timeline timeline = new Timeline();

    // All guarded by this.
    private final BatchQueue batches;
    private final RunCounters counters = new RunCounters();
    private final EntityIds listed = new EntityIds();
    private final EntityIds written = new EntityIds();
    /** The listings that have ended, and whether each was complete. */
    private final Map<Listing, Boolean> listings = new HashMap<>();

    private final SourceMeter source = new SourceMeter();
    private final Warnings warnings = new Warnings();
    private Phase phase = Phase.DISCOVERY;
    private Report.State state;
    private boolean stopped;

    private record Listing(EntityType type, String schemaFqn) {}

    InMemoryRunLedger(NewRun run, Clock clock, int mostWaiting) {
        this.run = run;
        this.startedAt = clock.instant();
        this.batches = new BatchQueue(mostWaiting);
    }

    @Override
    public String runId() {
        return run.runId();
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public Duration active() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public synchronized Phase phase() {
        return phase;
    }

    @Override
    public boolean isStopRequested() {
        return false;
    }

    @Override
    public boolean tryAcquireLeadership() {
        return true;
    }

    @Override
    public synchronized boolean advance(Phase from, Phase to) {
        if (phase == from && (from == Phase.DISCOVERY || !batches.isOpen(from))) {
            phase = to;
            if (to == Phase.REFERENCES) {
                batches.releaseReferences();
            }
        }
        return phase == to;
    }

    @Override
    public synchronized boolean end(Report.State ending, boolean evenIfOpen) {
        if (!evenIfOpen && batches.isOpen(phase)) {
            return false;
        }
        phase = Phase.FINISHED;
        state = ending;
        return true;
    }

    @Override
    public synchronized void hierarchyListed(Hierarchy hierarchy) {
        counters.hierarchyListed(hierarchy);
    }

    @Override
    public synchronized void hierarchyRefused(List<HierarchyFailure> refused) {
        counters.hierarchyRefused(refused);
    }

    @Override
    public synchronized List<String> beginListing(EntityType type, String database, List<String> schemas) {
        return schemas.stream()
                .filter(schema -> !listings.containsKey(new Listing(type, Fqn.of(run.service(), database, schema))))
                .toList();
    }

    @Override
    public synchronized long plan(List<List<EntityDescriptor>> planned) {
        long added = 0;
        for (List<EntityDescriptor> batch : planned) {
            List<EntityDescriptor> fresh = batch.stream().filter(listed::add).toList();
            fresh.forEach(descriptor -> counters.listed(descriptor, schemaFqn(descriptor)));
            if (!fresh.isEmpty()) {
                batches.add(fresh);
            }
            added += fresh.size();
        }
        return added;
    }

    @Override
    public synchronized void awaitRoom() {
        while (batches.isFull() && !stopped) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
        }
    }

    @Override
    public synchronized void endListing(
            EntityType type,
            String database,
            List<String> schemas,
            Map<String, Hierarchy.Failure> failures,
            Map<String, Long> filtered) {
        for (String schema : schemas) {
            String fqn = Fqn.of(run.service(), database, schema);
            counters.filtered(type, fqn, filtered.getOrDefault(schema, 0L));
            Hierarchy.Failure failure = failures.get(schema);
            listings.put(new Listing(type, fqn), failure == null);
            if (failure != null) {
                counters.listingFailed(type, fqn, failure);
            }
        }
    }

    @Override
    public synchronized List<Claim> claim(int most) {
        if (stopped || phase == Phase.FINISHED) {
            return List.of();
        }
        List<Claim> claims = batches.claim(most, counters.hierarchyFailures());
        notifyAll(); // there may be room again
        return claims;
    }

    @Override
    public synchronized boolean holds(Claim claim) {
        return batches.isClaimed(claim);
    }

    @Override
    public synchronized boolean complete(Claim claim, Completion completion) {
        if (!batches.giveBack(claim, completion)) {
            return true; // recorded before
        }
        for (Outcome outcome : completion.outcomes()) {
            EntityDescriptor descriptor = outcome.descriptor();
            if (outcome instanceof Outcome.Ingested || outcome instanceof Outcome.Unchanged) {
                written.add(descriptor);
            }
            counters.completed(outcome, schemaFqn(descriptor), claim.attempt());
        }
        completion.deferred().forEach(written::add);
        timeline.add(seconds(), completion.outcomes().size());
        return true;
    }

    @Override
    public synchronized void release(Claim claim) {
        batches.release(claim);
    }

    @Override
    public void wroteLate(Claim claim, Collection<String> ids) {
        throw new IllegalStateException("no lease of a ledger in memory ever ends");
    }

    @Override
    public synchronized Set<String> written(EntityType type, Collection<String> ids) {
        return written.among(type, ids);
    }

    @Override
    public synchronized boolean isListedCompletely(EntityType type, String schemaFqn) {
        return listings.getOrDefault(new Listing(type, schemaFqn), false);
    }

    @Override
    public synchronized Set<String> listed(EntityType type, Collection<String> ids) {
        return listed.among(type, ids);
    }

    @Override
    public synchronized void deleted(EntityType type, String parentFqn, long howMany) {
        counters.deleted(type, EntityType.PARALLELIZABLE.contains(type) ? parentFqn : null, howMany);
    }

    @Override
    public void measure(Supplier<Optional<SourceUsage>> usage) {
        source.begin(usage);
    }

    @Override
    public synchronized void warning(String message) {
        warnings.add(message);
    }

    @Override
    public synchronized void warning(String message, Collection<String> ids) {
        warnings.add(message, ids);
    }

    @Override
    public synchronized Report.Counts counts() {
        return counters.counts();
    }

    @Override
    public synchronized Report report(Report.State unlessEnded) {
        double seconds = seconds();
        Report.Counts counts = counters.counts();
        return new Report(
                run.runId(),
                run.workflow(),
                state == null ? unlessEnded : state,
                run.mode(),
                startedAt,
                seconds,
                seconds > 0 ? counts.done() / seconds : 0,
                counts,
                counters.byType(),
                counters.bySchema(),
                0,
                source.used().orElse(null),
                timeline.samples(seconds),
                counters.failures(),
                warnings.lines());
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    @Override
    public void close() {
        stop();
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private String schemaFqn(EntityDescriptor descriptor) {
        return Fqn.of(run.service(), descriptor.database(), descriptor.schema());
    }
}
