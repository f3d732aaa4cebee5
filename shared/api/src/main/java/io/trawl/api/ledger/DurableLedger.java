package io.trawl.api.ledger;

import java.util.Optional;

/**
 * A ledger whose runs outlive the process that began them. Many processes may use it at a time. A run is identified by its
 * id or by {@link #LATEST}.
 */
public interface DurableLedger extends Ledger, RunHistory, RunControl {

    @Override
    DurableRunLedger begin(NewRun run);

    /**
     * Takes part in a run.
     *
     * @param digest of the workflow, which must be that of the run
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run, if its state does not fit, if
     *     the digest of its workflow differs, or if a later run of the workflow has begun
     */
    DurableRunLedger enter(String workflow, RunStart.Existing start, String digest);

    /**
     * Takes part in a run that has begun, whether or not it has a leader now; becomes the leader only through
     * {@link Leadership#tryAcquireLeadership}.
     *
     * @return empty if the run has ended or was stopped, or if a later one has begun: there is nothing left to do
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run, or if it is running and the digest
     *     of its workflow differs
     */
    Optional<DurableRunLedger> work(String workflow, String runId, String digest);
}
