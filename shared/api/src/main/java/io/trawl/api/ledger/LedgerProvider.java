package io.trawl.api.ledger;

import io.trawl.api.workflow.LedgerConfig;

/** Opens ledgers of one kind; found with {@link java.util.ServiceLoader}. */
public interface LedgerProvider {

    /** Whether a {@code ledger.url} is for this provider, for example {@code jdbc:postgresql://…}. */
    boolean accepts(String url);

    /**
     * Connects; creates or migrates what the ledger is kept in.
     *
     * @param retry how the first connection is tried again
     * @throws io.trawl.api.model.TrawlException if it cannot be reached or refuses the login
     */
    DurableLedger open(LedgerConfig config, ConnectRetry retry);
}
