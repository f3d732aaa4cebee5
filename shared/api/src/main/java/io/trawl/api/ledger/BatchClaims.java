package io.trawl.api.ledger;

import java.util.Collection;
import java.util.List;

/**
 * Claims batches for the workers of this process, and records their outcomes. A claim is a lease; what a worker writes after
 * another worker has claimed its batch changes nothing.
 */
public interface BatchClaims {

    /**
     * Claims batches that no other worker has and that are due; those of {@link Pass#REFERENCES} only in that phase.
     * Never waits.
     *
     * @param most how many at most
     * @return none if nothing is due now, or after {@link RunLedger#stop}
     */
    List<Claim> claim(int most);

    /**
     * Whether the lease on a batch certainly lasts a moment longer, by a clock that keeps running while the process is
     * paused; call it just before a write.
     */
    boolean holds(Claim claim);

    /**
     * Records the outcome of a batch, and gives the batch back. The fingerprint of a deferred table is forgotten unless the
     * completion holds it: what the catalog has of it now is not complete. Entities that a late write has moved to another
     * batch meanwhile keep what is recorded of them there; if this batch has sent them too, they are written again.
     *
     * @return false if the lease had ended and nothing was recorded: another worker has the batch, or will get it
     */
    boolean complete(Claim claim, Completion completion);

    /** Gives back a batch that was not processed; this does not count as an attempt. */
    void release(Claim claim);

    /**
     * Records that a worker wrote to the sink although its lease had ended, as {@link #complete} has found. It may have
     * overwritten newer data of another worker, so the entities are opened again and their fingerprints forgotten.
     *
     * @param ids of what was written
     */
    void wroteLate(Claim claim, Collection<String> ids);
}
