package io.trawl.engine;

import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;

/** Reports phases and warnings of a run to the listener, and warnings to the ledger. Phases are reported by one thread. */
final class RunProgress {

    private final RunLedger ledger;
    private final RunListener listener;
    private Phase shown;

    RunProgress(RunLedger ledger, RunListener listener) {
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Reports a phase, unless it is the one reported last. */
    void phase(Phase phase) {
        if (phase != shown) {
            shown = phase;
            listener.phase(phase);
        }
    }

    /** Reports more entities that discovery has found. */
    void listed(long more) {
        listener.listed(more);
    }

    /** Records and reports something that the user should know. */
    void warning(String message) {
        ledger.warning(message);
        listener.warning(message);
    }
}
