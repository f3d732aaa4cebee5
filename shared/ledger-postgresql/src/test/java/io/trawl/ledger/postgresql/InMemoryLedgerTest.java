package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.engine.memory.InMemoryLedger;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The contract of every ledger, for the ledger in memory. */
class InMemoryLedgerTest extends LedgerContract<Ledger> {

    @Override
    Ledger open() {
        return new InMemoryLedger(Clock.systemUTC(), 10);
    }

    @Test
    void nothingOfItIsForAnotherProcess() {
        assertThat(ledger).isNotInstanceOf(DurableLedger.class);
        assertThat(run).isNotInstanceOf(DurableRunLedger.class);
    }
}
