package io.trawl.engine;

import io.trawl.api.ledger.OpenWork;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.PodEstimate;
import io.trawl.api.orchestrator.PodEstimator;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.DistributedExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Computes what a run would do: it lists, makes batches and looks for deletions, but reads and writes no entity. */
final class DryRun {

    private final Connectors connectors;
    private final RunLedger ledger;
    private final PodEstimator estimator;
    private final OptionalDouble pace;

    /**
     * @param estimator null if the orchestrator has no pods
     * @param pace units of cost per second of a worker; empty if nothing is known
     */
    DryRun(Connectors connectors, RunLedger ledger, @Nullable PodEstimator estimator, OptionalDouble pace) {
        this.connectors = connectors;
        this.ledger = ledger;
        this.estimator = estimator;
        this.pace = pace;
    }

    Plan plan() {
        DistributedExecution execution = connectors.workflow().execution();
        Discovery discovery = new Discovery(connectors, ledger, () -> false, () -> false, ledger::warning);
        Hierarchy hierarchy = discovery.hierarchy();
        FailedTags.warnings(hierarchy.failures()).forEach(ledger::warning);
        ScopeSizes unwritten = new ScopeSizes();
        unwritten.add(hierarchy);
        List<Plan.PlannedBatch> batches = new ArrayList<>();
        Batcher batcher = new Batcher(
                execution.parallelism(),
                execution.entitiesPerBatch(),
                execution.orchestrator().largestBatch(),
                connectors.source().readsBySchema(),
                window -> Map.of(),
                window -> {
                    ledger.plan(window);
                    window.forEach(batch -> batches.add(planned(batch)));
                    ledger.claim(window.size()); // no worker takes them, and they need not be held
                });
        long began = System.nanoTime();
        discovery.entities(
                hierarchy,
                entity -> {
                    unwritten.add(entity);
                    batcher.add(entity);
                },
                batcher::flush);
        Duration listing = Duration.ofNanos(System.nanoTime() - began);
        List<Deletion> deletions = deletions(hierarchy, unwritten);
        Report report = ledger.report(Report.State.SUCCESS);
        return new Plan(
                connectors.workflow().name(),
                report.entities(),
                report.byType(),
                report.bySchema(),
                batches,
                pods(batches, listing),
                connectors.source().costs(),
                deletions,
                report.failures(),
                report.warnings());
    }

    private PodEstimate pods(List<Plan.PlannedBatch> batches, Duration listing) {
        if (estimator == null) {
            return null;
        }
        long cost = batches.stream().mapToLong(Plan.PlannedBatch::cost).sum();
        return estimator.estimate(
                new OpenWork(batches.size(), cost),
                pace,
                listing,
                connectors.workflow().execution());
    }

    private List<Deletion> deletions(Hierarchy hierarchy, ScopeSizes unwritten) {
        List<Deletion> deletions = new ArrayList<>();
        if (connectors.sink().isSnapshot()) {
            return deletions;
        }
        try {
            new DeletionPlanner(connectors, ledger, unwritten)
                    .plan(hierarchy, HierarchyFailures.NONE, deletions::add, ledger::warning);
        } catch (TrawlException e) {
            ledger.warning("deletions could not be planned: " + e.getMessage());
        }
        return deletions;
    }

    private static Plan.PlannedBatch planned(List<EntityDescriptor> batch) {
        EntityDescriptor first = batch.get(0);
        long cost = batch.stream().mapToLong(EntityDescriptor::priority).sum();
        return new Plan.PlannedBatch(first.type().wireName(), first.database(), batch.size(), cost);
    }
}
