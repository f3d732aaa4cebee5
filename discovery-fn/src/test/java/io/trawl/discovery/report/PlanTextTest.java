package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityType;
import io.trawl.api.orchestrator.PodEstimate;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.engine.Deletion;
import io.trawl.engine.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTextTest {

    private static String text(PodEstimate pods) {
        Report.Counts none = Report.Counts.ZERO;
        Plan plan =
                new Plan("w", none, Map.of(), Map.of(), List.of(), pods, List.of(), List.of(), List.of(), List.of());
        return PlanText.of(plan, DistributedExecution.sequential());
    }

    private static Deletion deletion(String schema, long known, Deletion.Verdict verdict, String... gone) {
        return new Deletion(EntityType.TABLE, "svc.d." + schema, known, List.of(gone), verdict);
    }

    @Test
    void deletionsAndWhatIsHeldBack() {
        Report.Counts none = Report.Counts.ZERO;
        List<Deletion> deletions = List.of(
                deletion("a", 9, Deletion.Verdict.WITHIN_LIMIT, "svc.d.a.t"),
                deletion("b", 9, Deletion.Verdict.ABOVE_LIMIT, "svc.d.b.t", "svc.d.b.u"),
                deletion("c", 1, Deletion.Verdict.WOULD_EMPTY, "svc.d.c.t"));
        Plan plan =
                new Plan("w", none, Map.of(), Map.of(), List.of(), null, List.of(), deletions, List.of(), List.of());

        assertThat(PlanText.of(plan, DistributedExecution.sequential()))
                .contains("Would be marked as deleted in svc.d.a: 1 of 9")
                .contains("svc.d.b: 2 of 9 tables are gone from the source, more than deletion.maxShare 0.2 and"
                        + " deletion.maxCount 5 allow: none is marked as deleted (--allow-large-deletion does it once)")
                .contains("svc.d.c: 1 of 1 tables are gone from the source, nothing would be left: none is marked as"
                        + " deleted (--allow-large-deletion does it once)")
                .contains("    svc.d.c.t");
        assertThat(Json.line(plan))
                .contains("\"withinLimit\":true", "\"withinLimit\":false", "\"verdict\":\"WOULD_EMPTY\"");
    }

    @Test
    void withoutPodsNothingIsSaidOfThem() {
        assertThat(text(null)).doesNotContain("Pods", "Estimate");
    }

    @Test
    void pods() {
        assertThat(text(new PodEstimate(11, 11, 1308, 65, true, false, false)))
                .contains(
                        "Pods: 11 for batches, 11 at a time; with those that discover and finish about 1,308 pod-seconds")
                .contains("Estimate: about 1 min 5 s, by the last run")
                .doesNotContain("room", "connections)");
        assertThat(text(new PodEstimate(1475, 20, 9000, 1200, false, true, true)))
                .contains("Pods: 1,475 for batches, 20 at a time (as many as connections); ")
                .contains("Estimate: about 20 min 0 s, by a common pace, as no run is known")
                .contains("A Workflow has no room for a pod for each batch: each takes several");
    }
}
