package io.trawl.api.ledger;

/** Claims batches that another process has named. */
public interface ClaimsByNumber {

    /** Claims this batch, if it can be claimed; not after {@link RunLedger#stop}. Never waits. */
    BatchClaim claimBatch(long batch);
}
