package io.trawl.environment;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.memory.InMemoryLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Runs whose batches, of one table each, wait for workers: what discovery leaves. */
public final class PlannedBatches {

    private PlannedBatches() {}

    /** Writes the hierarchy and plans a run, which this process leads. */
    public static DurableRunLedger plan(DurableLedger ledger, Workflow workflow) {
        IngestionEngine engine = new IngestionEngine();
        try (Connectors connectors =
                Connectors.open(workflow, new InMemoryLedger(Clock.systemUTC(), 1), Providers.load())) {
            connectors.sink().begin("bench", null);
            connectors.sink().writeHierarchy(connectors.source().discoverHierarchy());
        }
        List<EntityDescriptor> found = new ArrayList<>();
        engine.discover(workflow, found::add);
        String id = engine.prepare(ledger, workflow, RunStart.anew());
        DurableRunLedger run =
                ledger.work(workflow.name(), id, workflow.digest()).orElseThrow();
        if (!run.tryAcquireLeadership()) {
            throw new IllegalStateException("another process leads");
        }
        run.beginListing(
                EntityType.TABLE,
                found.get(0).database(),
                found.stream().map(EntityDescriptor::schema).distinct().toList());
        run.plan(found.stream().map(List::of).toList());
        return run;
    }
}
