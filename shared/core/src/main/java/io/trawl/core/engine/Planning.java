package io.trawl.core.engine;

import io.trawl.core.config.DistributedExecution;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import java.util.ArrayList;
import java.util.List;

/** Goes through a run without reading or writing an entity. */
final class Planning {

    private final Session session;
    private final Ledger ledger;
    private final RunListener listener;

    Planning(Session session, Ledger ledger, RunListener listener) {
        this.session = session;
        this.ledger = ledger;
        this.listener = listener;
    }

    Plan plan() {
        DistributedExecution execution = session.workflow().execution();
        Discovery discovery = new Discovery(session.source(), session.filters(), ledger, listener, () -> false);
        Hierarchy hierarchy = discovery.hierarchy();
        List<Plan.PlannedBatch> batches = new ArrayList<>();
        Batcher batcher = new Batcher(
                execution.parallelism(), execution.entitiesPerBatch(), batch -> batches.add(planned(batch)));
        discovery.entities(hierarchy, batcher::add, batcher::flush);
        List<Deletion> deletions = deletions(hierarchy);
        Ledger.Standing standing = ledger.standing();
        return new Plan(
                session.workflow().name(),
                standing.entities(),
                standing.byType(),
                standing.bySchema(),
                batches,
                deletions,
                standing.failures(),
                standing.warnings());
    }

    private List<Deletion> deletions(Hierarchy hierarchy) {
        List<Deletion> deletions = new ArrayList<>();
        if (session.sink().isSnapshot()) {
            return deletions;
        }
        try {
            new DeletionPlanner(session, ledger).plan(hierarchy, deletions::add);
        } catch (TrawlException e) {
            ledger.warning("deletions could not be planned: " + e.getMessage());
        }
        return deletions;
    }

    private static Plan.PlannedBatch planned(Batch batch) {
        EntityDescriptor first = batch.descriptors().get(0);
        long cost = batch.descriptors().stream()
                .mapToLong(EntityDescriptor::priority)
                .sum();
        return new Plan.PlannedBatch(
                first.type().wireName(), first.database(), batch.descriptors().size(), cost);
    }
}
