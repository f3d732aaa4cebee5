package io.trawl.api.ledger;

import java.util.Optional;

/** Reaches a run from a process that does not work on it. A run is identified by its id or by {@link Ledger#LATEST}. */
public interface RunControl {

    /**
     * Asks every process of a run to stop; a run that no process works on is stopped at once.
     *
     * @param workflow null for any
     * @return the run after the request
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run or if it has ended
     */
    RunRecord stop(String workflow, String runId);

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
    Optional<String> place(String workflow, String runId);
}
