package io.trawl.core.ledger;

import io.trawl.core.config.LedgerConfig;

/** Opens ledgers of one kind; found with {@link java.util.ServiceLoader}. */
public interface LedgerProvider {

    /** Whether a {@code ledger.url} is for this provider, for example {@code jdbc:postgresql://…}. */
    boolean accepts(String url);

    /**
     * Connects; creates or migrates what the ledger is kept in.
     *
     * @param retry how the first connection is tried again
     * @throws io.trawl.core.model.TrawlException if it cannot be reached or refuses the login
     */
    Ledger open(LedgerConfig config, ConnectRetry retry);
}
