package io.trawl.discovery.report;

import io.trawl.api.orchestrator.PodEstimate;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.engine.Deletion;
import io.trawl.engine.Plan;
import io.trawl.engine.Plan.PlannedBatch;
import java.util.List;

/** Prints a plan as text. */
public final class PlanText {

    private static final int MOST_NAMES = 10;

    private final StringBuilder text = new StringBuilder(1024);

    private PlanText() {}

    /** Several lines. */
    public static String of(Plan plan, DistributedExecution execution) {
        PlanText text = new PlanText();
        text.line("Plan: %s", plan.workflow());
        text.line("");
        text.line("  %-26s %10s %10s", "", "entities", "filtered");
        plan.byType()
                .forEach((type, counts) -> text.line(
                        "  %-26s %10s %10s",
                        Labels.type(type), Labels.count(counts.listed()), Labels.count(counts.filtered())));
        text.line("");
        text.batches(plan.batches(), execution);
        if (plan.pods() != null) {
            text.pods(plan.pods());
        }
        plan.costs().forEach(cost -> text.line("  %s", cost));
        plan.deletions().forEach(deletion -> text.deletion(deletion, execution.deletionLimit()));
        text.list(
                "Could not be listed",
                plan.failures().stream()
                        .map(failure -> failure.id() + ": " + failure.message())
                        .toList());
        text.list("Warnings", plan.warnings());
        return text.text.toString();
    }

    private void batches(List<PlannedBatch> batches, DistributedExecution execution) {
        int largest = batches.stream().mapToInt(PlannedBatch::entities).max().orElse(0);
        line(
                "  Batches: %s, of at most %s entities; workers: %s; connections: at most %s",
                Labels.count(batches.size()),
                Labels.count(largest),
                execution.parallelism(),
                execution.maxSourceConnections());
    }

    private void pods(PodEstimate pods) {
        line(
                "  Pods: %s for batches, %s at a time%s; with those that discover and finish about %s pod-seconds",
                Labels.count(pods.workers()),
                pods.atATime(),
                pods.limitedByConnections() ? " (as many as connections)" : "",
                Labels.count(pods.podSeconds()));
        line(
                "  Estimate: about %s, by %s",
                Labels.duration(pods.wallSeconds()),
                pods.paceKnown() ? "the last run" : "a common pace, as no run is known");
        if (pods.limitedByNodes()) {
            line("  A Workflow has no room for a pod for each batch: each takes several");
        }
    }

    private void deletion(Deletion deletion, DeletionLimit limit) {
        if (deletion.gone().isEmpty()) {
            return;
        }
        line("");
        line(
                "  %s",
                deletion.withinLimit()
                        ? "Would be marked as deleted in " + deletion.parentFqn() + ": "
                                + Labels.count(deletion.gone().size()) + " of " + Labels.count(deletion.known())
                        : deletion.refusal(limit));
        deletion.gone().stream().limit(MOST_NAMES).forEach(name -> line("    %s", name));
        if (deletion.gone().size() > MOST_NAMES) {
            line(
                    "    … and %s more (--json has them all)",
                    Labels.count(deletion.gone().size() - MOST_NAMES));
        }
    }

    private void list(String title, List<String> entries) {
        if (!entries.isEmpty()) {
            line("");
            line("%s", title);
            entries.forEach(entry -> line("  %s", entry));
        }
    }

    private void line(String format, Object... arguments) {
        text.append(OneLine.of(String.format(format, arguments))).append(System.lineSeparator());
    }
}
