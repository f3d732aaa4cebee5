package io.trawl.engine;

import io.trawl.api.ledger.RunLedger;

/** Makes the dispatcher of one process' part in one run. */
@FunctionalInterface
public interface DispatcherFactory {

    /** The dispatcher, closed by the run. */
    Dispatcher open(Connectors session, RunLedger ledger, RunListener listener);
}
