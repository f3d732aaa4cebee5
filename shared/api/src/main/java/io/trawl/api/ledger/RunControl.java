package io.trawl.api.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a run from a process that does not work on it, and finds runs that need a process: to lead them, or to announce
 * their end. A run is identified by its id or by {@link Ledger#LATEST}.
 */
public interface RunControl {

    /**
     * Asks every process of a run to stop; a run that no process works on is stopped at once.
     *
     * @param workflow null for any
     * @return the run after the request
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run or if it has ended
     */
    RunRecord stop(@Nullable String workflow, String runId);

    /**
     * Records where a run is processed, so that another process can ask there; replaces an earlier record. Does nothing if
     * there is no such run.
     *
     * @param place as the orchestrator names it
     */
    void placed(String workflow, String runId, String place);

    /**
     * Where a run is processed.
     *
     * @param workflow null for any
     * @return empty if it was not recorded
     */
    Optional<String> place(@Nullable String workflow, String runId);

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
