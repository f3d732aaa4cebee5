package io.trawl.core.engine;

import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import io.trawl.core.sink.Sink;
import java.util.function.BooleanSupplier;

/** The last phase: what could only be written once everything else was there, and what is gone. */
final class Finish {

    private final Sink sink;
    private final Ledger ledger;
    private final RunListener listener;
    private final BooleanSupplier stopped;

    Finish(Sink sink, Ledger ledger, RunListener listener, BooleanSupplier stopped) {
        this.sink = sink;
        this.ledger = ledger;
        this.listener = listener;
        this.stopped = stopped;
    }

    /** Writes the foreign keys that were left out, for every table that was written. */
    void references(Dispatcher dispatcher, Batcher batcher) {
        String[] database = {null};
        ledger.forEachDeferred(descriptor -> {
            if (!descriptor.database().equals(database[0])) {
                batcher.flush();
                database[0] = descriptor.database();
            }
            batcher.add(descriptor);
        });
        batcher.flush();
        dispatcher.await();
    }

    /** Marks as deleted what the planner found, scope by scope; a scope over the limit becomes a warning. */
    void deletions(DeletionPlanner planner, Hierarchy hierarchy, double maxShare) {
        try {
            planner.plan(hierarchy, deletion -> {
                if (stopped.getAsBoolean()) {
                    return;
                }
                if (deletion.withinLimit()) {
                    delete(deletion);
                } else {
                    warn(deletion.refusal(maxShare));
                }
            });
        } catch (TrawlException e) {
            warn("deletions were not finished: " + e.getMessage());
        }
    }

    private void delete(Deletion deletion) {
        boolean inSchema = EntityType.PARALLELIZABLE.contains(deletion.type());
        for (String fqn : deletion.gone()) {
            sink.markDeleted(deletion.type(), fqn);
            ledger.deleted(deletion.type(), inSchema ? deletion.parentFqn() : null, 1);
        }
    }

    private void warn(String message) {
        ledger.warning(message);
        listener.warning(message);
    }
}
