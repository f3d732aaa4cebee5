package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.LedgerProvider;
import io.trawl.api.workflow.LedgerConfig;

/** Opens ledgers in PostgreSQL. */
public final class PostgresLedgerProvider implements LedgerProvider {

    @Override
    public boolean accepts(String url) {
        return url.startsWith(LedgerAddress.PREFIX);
    }

    @Override
    public DurableLedger open(LedgerConfig config, ConnectRetry retry) {
        return PostgresLedger.open(config, retry, PostgresLedger.DEFAULT_PATIENCE);
    }
}
