package io.trawl.argo.pod;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.engine.Dispatcher;
import io.trawl.engine.LocalDispatcher;
import io.trawl.engine.RunListener;
import java.util.List;

/**
 * The dispatcher of the last step of a run in pods, when no pod processes batches any more. A batch that is still open
 * fails as soon as its lease or pause has ended. Batches of later phases, foreign keys for example, are processed by
 * threads of this process.
 */
final class FailRemainingDispatcher implements Dispatcher {

    static final String MESSAGE = "no pod has brought it to its end";

    private static final int AT_A_TIME = 64;

    private final RunLedger ledger;
    private final RunListener listener;
    private final LocalDispatcher local;
    private boolean working;
    private volatile boolean stopped;

    /** @param local not started yet */
    FailRemainingDispatcher(RunLedger ledger, RunListener listener, LocalDispatcher local) {
        this.ledger = ledger;
        this.listener = listener;
        this.local = local;
    }

    /** False: without the lead there is nothing to do here. */
    @Override
    public boolean followsOthers() {
        return false;
    }

    @Override
    public void start() {
        if (ledger.phase().compareTo(Phase.INGESTION) > 0) {
            work();
        }
    }

    /** The next phase has begun. */
    @Override
    public void wake() {
        work();
        local.wake();
    }

    private void work() {
        working = true;
        local.start();
    }

    @Override
    public void awaitIdle() {
        if (working) {
            local.awaitIdle();
            return;
        }
        List<Claim> open = ledger.claim(AT_A_TIME);
        while (!open.isEmpty() && !stopped) {
            open.forEach(this::fail);
            open = ledger.claim(AT_A_TIME);
        }
        open.forEach(ledger::release);
    }

    private void fail(Claim claim) {
        Completion failed = Completion.failed(claim, FailureKind.TRANSIENT, MESSAGE);
        if (ledger.complete(claim, failed)) {
            listener.completed(List.copyOf(failed.outcomes()));
        }
    }

    @Override
    public void stop() {
        stopped = true;
        local.stop();
    }

    @Override
    public void close() {
        local.close();
    }
}
