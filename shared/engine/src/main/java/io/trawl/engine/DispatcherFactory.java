package io.trawl.engine;

import io.trawl.api.ledger.RunLedger;

/**
 * Makes the dispatcher of one process for one run.
 *
 * @param <L> what the dispatcher needs of the run's ledger
 */
@FunctionalInterface
public interface DispatcherFactory<L extends RunLedger> {

    /** The dispatcher, closed by the run. */
    Dispatcher open(Connectors connectors, L ledger, RunListener listener);
}
