package io.trawl.engine;

import io.trawl.api.ledger.PlanWriter;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.sink.Sink;
import java.util.List;
import java.util.function.Consumer;

/** Writes the hierarchy to the sink, before any entity, and records for all workers what of it is not in the catalog. */
final class HierarchyStep {

    private final Sink sink;
    private final PlanWriter ledger;
    private final Consumer<String> warning;

    /**
     * @param warning receives what the user should know
     */
    HierarchyStep(Sink sink, PlanWriter ledger, Consumer<String> warning) {
        this.sink = sink;
        this.ledger = ledger;
        this.warning = warning;
    }

    /**
     * Writes it.
     *
     * @return what the sink refused
     * @throws RuntimeException as {@link Sink#writeHierarchy}
     */
    HierarchyFailures write(Hierarchy hierarchy) {
        List<HierarchyFailure> refused = sink.writeHierarchy(hierarchy);
        ledger.hierarchyRefused(refused);
        FailedTags.warnings(hierarchy.failures()).forEach(warning);
        FailedTags.warnings(refused).forEach(warning);
        return HierarchyFailures.of(refused);
    }
}
