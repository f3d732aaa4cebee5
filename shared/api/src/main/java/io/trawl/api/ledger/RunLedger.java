package io.trawl.api.ledger;

/**
 * One process's access to the record of one run: what every ledger can do. Safe for use by several threads.
 *
 * <p>Claims and leadership are leases that this object renews until it is closed. Methods throw a
 * {@link io.trawl.api.model.TrawlException} if the ledger cannot be reached for long; they repeat what a short interruption
 * has cut off.
 */
public interface RunLedger extends RunStatus, Leadership, PlanWriter, BatchClaims, EntityLookups, AutoCloseable {

    /** Ends the work of this process: nothing is claimed from now on, and no method waits for room. Returns at once. */
    void stop();

    /**
     * Gives back the leases. If this process stopped the run and no other process works on it, the run is recorded as
     * stopped.
     */
    @Override
    void close();
}
