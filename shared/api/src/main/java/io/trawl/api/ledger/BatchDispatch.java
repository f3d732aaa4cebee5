package io.trawl.api.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Chooses the batches that the leader of a run sends to workers, which then {@linkplain Shards#claimBatch claim them}. */
public interface BatchDispatch extends RunStatus {

    /**
     * Returns open, unclaimed batches of the present pass that are due and not sent yet, in the order of their numbers,
     * and records them as sent. A batch is returned again if no worker claims it within {@code again}, since its worker
     * may be lost; and at once if it is open again after a claim.
     *
     * @param most how many at most
     * @return none if there is nothing to send now, or after {@link RunLedger#stop}
     * @throws LostLeadershipException if another process is the leader
     */
    List<Dispatch> dispatch(int most, Duration again);

    /**
     * Records that these batches could not be sent, so that {@link #dispatch} may return them again at once. Batches
     * that were claimed meanwhile stay as they are.
     */
    void markUnsent(Collection<Long> batches);

    /**
     * Of these batches, those that a worker has claimed, or that were sent recently enough that a worker may still
     * claim them.
     */
    Set<Long> inFlight(Collection<Long> batches);
}
