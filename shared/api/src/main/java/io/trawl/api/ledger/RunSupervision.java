package io.trawl.api.ledger;

import java.util.List;

/** Finds runs that need a process: to lead them, or to announce their end. */
public interface RunSupervision {

    /**
     * Unfinished runs without a leader that were not left to be resumed: the leader was lost, or has handed the run
     * over and no process has taken it yet. The run that has been without a leader for longest comes first. A run that
     * was asked to stop and that no process works on is recorded as stopped instead.
     *
     * @param mode only runs of this mode
     * @return at most 100; a run that was asked to stop only if it was handed over: it is to be joined, and ended
     */
    List<RunRecord> leaderless(String mode);

    /**
     * Runs whose end was not announced yet, the oldest first, at most 100.
     *
     * @param mode only runs of this mode
     */
    List<RunRecord> unannounced(String mode);

    /** Records that the end of this run was announced. */
    void announced(String workflow, String runId);
}
