package io.trawl.api.ledger;

import io.trawl.api.workflow.LedgerConfig;

/** Opens ledgers of one kind; found with {@link java.util.ServiceLoader}. */
public interface LedgerProvider {

    /** Whether this provider opens this {@code ledger.url}, for example {@code jdbc:postgresql://…}. */
    boolean accepts(String url);

    /**
     * Connects; creates or migrates the tables of the ledger.
     *
     * @param retry how the first connection is repeated
     * @throws io.trawl.api.model.TrawlException if it cannot be reached or refuses the login
     */
    DurableLedger open(LedgerConfig config, ConnectRetry retry);
}
