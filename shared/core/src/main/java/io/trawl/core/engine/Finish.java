package io.trawl.core.engine;

import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import io.trawl.core.sink.Sink;
import java.util.function.BooleanSupplier;

/** Marks as deleted what is gone, scope by scope; a scope over the limit becomes a warning. */
final class Finish {

    private final Sink sink;
    private final RunLedger ledger;
    private final RunListener listener;
    private final BooleanSupplier stopped;

    Finish(Sink sink, RunLedger ledger, RunListener listener, BooleanSupplier stopped) {
        this.sink = sink;
        this.ledger = ledger;
        this.listener = listener;
        this.stopped = stopped;
    }

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
        long done = 0;
        try {
            for (String fqn : deletion.gone()) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                sink.markDeleted(deletion.type(), fqn);
                done++;
            }
        } finally {
            if (done > 0) {
                ledger.deleted(deletion.type(), deletion.parentFqn(), done);
            }
        }
    }

    private void warn(String message) {
        ledger.warning(message);
        listener.warning(message);
    }
}
