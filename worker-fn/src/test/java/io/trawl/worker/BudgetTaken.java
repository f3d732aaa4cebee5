package io.trawl.worker;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Somebody else who has the only connection that a workflow's source may have. */
final class BudgetTaken implements AutoCloseable {

    private final DurableLedger ledger;
    private final ConnectionBudget.Lease lease;

    BudgetTaken(String workflow) throws InterruptedException {
        Workflow read = new WorkflowReader(Map.of()).read(Path.of(Warehouse.folder, workflow + ".yaml"));
        ledger = new IngestionEngine().ledger(read.execution().ledger());
        lease = ledger.connectionBudget(read.source().connection().server(), 1).acquire(Duration.ofSeconds(20));
        if (lease == null) {
            throw new IllegalStateException("nothing to take");
        }
    }

    @Override
    public void close() {
        lease.close();
        ledger.close();
    }
}
