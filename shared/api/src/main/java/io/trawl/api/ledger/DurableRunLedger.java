package io.trawl.api.ledger;

import java.time.Duration;

/** One process's access to a run that outlives the process, so that other processes can work on it too. */
public interface DurableRunLedger extends RunLedger, BatchDispatch, Shards {

    /**
     * Gives up the leadership, if this process has it, for the next process that asks for it. Until then the run counts as
     * running, but for no longer than this.
     */
    void handOver(Duration atMost);
}
