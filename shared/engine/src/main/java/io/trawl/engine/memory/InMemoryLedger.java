package io.trawl.engine.memory;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.source.ConnectionBudget;
import java.time.Clock;

/** A ledger in memory: runs are forgotten when the process ends, and each one begins as if it were the first. */
public final class InMemoryLedger implements Ledger {

    private final Clock clock;
    private final int mostWaiting;

    /**
     * @param clock what time it is
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
