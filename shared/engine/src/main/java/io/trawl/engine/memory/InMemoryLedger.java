package io.trawl.engine.memory;

import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report;
import io.trawl.api.source.ConnectionBudget;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

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
    public boolean isDurable() {
        return false;
    }

    @Override
    public RunLedger begin(NewRun run) {
        return new InMemoryRunLedger(run, clock, mostWaiting);
    }

    @Override
    public OptionalDouble pace(String workflow) {
        return OptionalDouble.empty();
    }

    @Override
    public ConnectionBudget connectionBudget(String server, int size) {
        return new LocalConnectionBudget(size);
    }

    @Override
    public RunLedger enter(String workflow, String runId, String digest, Entry how) {
        throw nothingKept();
    }

    @Override
    public Optional<RunLedger> work(String workflow, String runId, String digest) {
        throw nothingKept();
    }

    @Override
    public List<RunRecord> leaderless(String mode) {
        throw nothingKept();
    }

    @Override
    public List<RunRecord> unannounced(String mode) {
        throw nothingKept();
    }

    @Override
    public void announced(String workflow, String runId) {
        throw nothingKept();
    }

    @Override
    public RunRecord stop(String workflow, String runId) {
        throw nothingKept();
    }

    @Override
    public List<RunRecord> runs(String workflow, int most) {
        throw nothingKept();
    }

    @Override
    public Optional<RunRecord> run(String workflow, String runId) {
        throw nothingKept();
    }

    @Override
    public Report report(String workflow, String runId) {
        throw nothingKept();
    }

    @Override
    public void forEachEntity(String workflow, String runId, Consumer<EntityRecord> consumer) {
        throw nothingKept();
    }

    private static UnsupportedOperationException nothingKept() {
        return new UnsupportedOperationException("a ledger in memory keeps no runs");
    }

    @Override
    public void close() {}
}
