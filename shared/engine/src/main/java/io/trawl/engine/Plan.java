package io.trawl.engine;

import io.trawl.api.orchestrator.PodEstimate;
import io.trawl.api.report.Report;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do.
 *
 * @param workflow the workflow's name
 * @param entities what was listed and filtered, over all types
 * @param byType the same by wire name of the type
 * @param bySchema the same by fully qualified name of the schema
 * @param batches each batch: how many entities, and their estimated cost
 * @param pods how many pods would do it, and for how long; null unless the orchestrator has them
 * @param costs what reading the source costs beside that, a line for each
 * @param deletions what would be marked as deleted, and what would be held back
 * @param failures what could not be listed
 * @param warnings what the user should know
 */
public record Plan(
        String workflow,
        Report.Counts entities,
        Map<String, Report.Counts> byType,
        Map<String, Report.Counts> bySchema,
        List<PlannedBatch> batches,
        @Nullable PodEstimate pods,
        List<String> costs,
        List<Deletion> deletions,
        List<Report.FailedEntity> failures,
        List<String> warnings) {

    /**
     * @param type wire name of the type
     * @param database raw name
     * @param entities how many
     * @param cost in the unit of a descriptor's priority
     */
    public record PlannedBatch(String type, String database, int entities, long cost) {}
}
