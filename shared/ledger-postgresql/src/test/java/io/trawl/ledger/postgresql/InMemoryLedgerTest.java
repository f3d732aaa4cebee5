package io.trawl.ledger.postgresql;

import io.trawl.core.ledger.InMemoryLedger;
import io.trawl.core.ledger.Ledger;
import java.time.Clock;

/** The ledger that does not last keeps the same rules. */
class InMemoryLedgerTest extends LedgerContract {

    @Override
    Ledger open() {
        return new InMemoryLedger(Clock.systemUTC(), 10);
    }
}
