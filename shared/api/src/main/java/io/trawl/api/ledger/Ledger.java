package io.trawl.api.ledger;

/**
 * The record of runs, their entities, what was last written, and the connection budgets. Safe for use by several threads.
 *
 * <p>Every method throws a {@link io.trawl.api.model.TrawlException} if the ledger cannot be reached.
 */
public interface Ledger extends ConnectionBudgets, AutoCloseable {

    /** In the place of a run's id: the one that began last. */
    String LATEST = "latest";

    /**
     * Begins a run.
     *
     * @throws io.trawl.api.model.TrawlException of kind INVALID if another run of the same workflow is running
     */
    RunLedger begin(NewRun run);

    @Override
    void close();
}
