package io.trawl.ledger.postgresql;

import io.trawl.core.config.LedgerConfig;
import io.trawl.core.ledger.ConnectRetry;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.ledger.LedgerProvider;

/** Keeps the ledger in PostgreSQL. */
public final class PostgresLedgerProvider implements LedgerProvider {

    @Override
    public boolean accepts(String url) {
        return url.startsWith(Address.PREFIX);
    }

    @Override
    public Ledger open(LedgerConfig config, ConnectRetry retry) {
        return PostgresLedger.open(config, retry, PostgresLedger.DEFAULT_PATIENCE);
    }
}
