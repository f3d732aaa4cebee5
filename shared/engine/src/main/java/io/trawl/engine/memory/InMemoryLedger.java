package io.trawl.engine.memory;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.source.ConnectionBudget;
import java.time.Clock;

/** A ledger in memory: runs end with the process, and a run knows nothing of earlier ones. */
public final class InMemoryLedger implements Ledger {

    private final Clock clock;
    private final int mostWaiting;

    /**
     * @param clock for the times of runs
     * @param mostWaiting how many batches may wait for a worker before discovery has to wait
     */
    public InMemoryLedger(Clock clock, int mostWaiting) {
        this.clock = clock;
        this.mostWaiting = mostWaiting;
    }

    @Override
    public RunLedger begin(NewRun run) {
        return new InMemoryRunLedger(run, clock, mostWaiting);
    }

    @Override
    public ConnectionBudget connectionBudget(String server, int size) {
        return new LocalConnectionBudget(size);
    }

    @Override
    public void close() {}
}
