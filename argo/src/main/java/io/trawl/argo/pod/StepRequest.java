package io.trawl.argo.pod;

import io.trawl.api.ledger.RunStart;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param begins whether the run begins with its first step; else it is in the ledger already
 * @param allowLargeDeletion whether the limit of deletions is set aside
 * @param place namespace and name of the Workflow, for the ledger; null: not known
 */
public record StepRequest(
        String workflow,
        String run,
        boolean begins,
        boolean allowLargeDeletion,
        @Nullable String place) {

    /** How the step takes part in the run. */
    public RunStart start() {
        RunStart start = RunStart.anew(run);
        return allowLargeDeletion ? start.allowingLargeDeletion() : start;
    }
}
