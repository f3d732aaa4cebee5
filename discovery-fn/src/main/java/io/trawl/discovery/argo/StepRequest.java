package io.trawl.discovery.argo;

import io.trawl.api.ledger.RunStart;

/**
 * A step of a run.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param begins whether the run begins with its first step; else it is in the ledger already
 * @param allowLargeDeletion whether the limit of deletions is set aside
 * @param place namespace and name of the Workflow, for the ledger; null: not known
 */
record StepRequest(String workflow, String run, boolean begins, boolean allowLargeDeletion, String place) {

    RunStart start() {
        RunStart start = RunStart.anew(run);
        return allowLargeDeletion ? start.allowingLargeDeletion() : start;
    }
}
