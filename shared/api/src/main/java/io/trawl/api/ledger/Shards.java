package io.trawl.api.ledger;

import java.util.List;

/**
 * Divides the open batches of a run among pods, each of which works on its shard, and claims batches that another process
 * has named.
 */
public interface Shards {

    /**
     * The batches of one shard that have no outcome yet: numbers of the present pass, in their order, including those that a
     * worker has claimed or that wait for the end of a pause.
     *
     * @param pod which shard, from 0: its batches are those whose number leaves this when divided by {@code of}
     * @param of how many shards there are, at least 1
     * @return none also if the run is to stop or has ended
     */
    List<Long> open(int pod, int of);

    /** How much of the present pass has no outcome yet; nothing if the run is to stop or has ended. */
    OpenWork openWork();

    /** Claims this batch, if it can be claimed; not after {@link RunLedger#stop}. Never waits. */
    BatchClaim claimBatch(long batch);
}
