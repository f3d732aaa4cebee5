package io.trawl.engine;

import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.DeletionLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Marks entities as deleted that are gone from the source, scope by scope. Where too much of a scope is gone, or all of
 * it, nothing is deleted and a warning is recorded.
 */
final class Finish {

    private final Connectors connectors;
    private final RunLedger ledger;
    private final boolean allowLargeDeletion;
    private final Consumer<String> warning;
    private final BooleanSupplier stopped;
    private final List<Deletion> emptied = new ArrayList<>();

    /**
     * @param allowLargeDeletion whether the limit is set aside
     * @param warning receives what the user should know
     * @param stopped once it is true, nothing else is marked as deleted
     */
    Finish(
            Connectors connectors,
            RunLedger ledger,
            boolean allowLargeDeletion,
            Consumer<String> warning,
            BooleanSupplier stopped) {
        this.connectors = connectors;
        this.ledger = ledger;
        this.allowLargeDeletion = allowLargeDeletion;
        this.warning = warning;
        this.stopped = stopped;
    }

    /** Not for a snapshot: what is not in it is not in the catalog. */
    void deletions(Hierarchy hierarchy, HierarchyFailures failures) {
        if (connectors.sink().isSnapshot()) {
            return;
        }
        try {
            new DeletionPlanner(connectors, ledger, new ScopeSizes())
                    .plan(hierarchy, failures, this::carryOut, warning);
        } catch (TrawlException e) {
            warning.accept("deletions were not finished: " + e.getMessage());
        }
        if (!emptied.isEmpty()) {
            warning.accept(Deletion.refusalToEmpty(emptied, limit()));
        }
    }

    private DeletionLimit limit() {
        return connectors.workflow().execution().deletionLimit();
    }

    private void carryOut(Deletion deletion) {
        if (stopped.getAsBoolean()) {
            return;
        }
        if (allowLargeDeletion || deletion.withinLimit()) {
            delete(deletion);
        } else if (deletion.verdict() == Deletion.Verdict.WOULD_EMPTY) {
            emptied.add(deletion);
        } else {
            warning.accept(deletion.refusal(limit()));
        }
    }

    /** A refusal ends the deletions of its scope, not those of the others. */
    private void delete(Deletion deletion) {
        int done = 0;
        long confirmed = 0;
        try {
            for (String fqn : deletion.gone()) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                confirmed += connectors.sink().markDeleted(deletion.type(), fqn) ? 1 : 0;
                done++;
            }
        } catch (TrawlException e) {
            if (DeletionPlanner.isOutOfReach(e)) {
                throw e;
            }
            warning.accept("%s: %d of %d %ss that are gone could not be marked as deleted: %s"
                    .formatted(
                            deletion.parentFqn(),
                            deletion.gone().size() - done,
                            deletion.gone().size(),
                            deletion.type().wireName(),
                            e.getMessage()));
        } finally {
            if (confirmed > 0) {
                ledger.deleted(deletion.type(), deletion.parentFqn(), confirmed);
            }
        }
    }
}
