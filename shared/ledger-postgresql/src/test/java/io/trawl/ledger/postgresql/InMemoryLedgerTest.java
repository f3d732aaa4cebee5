package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.ledger.Ledger;
import io.trawl.engine.memory.InMemoryLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The ledger that does not last keeps the same rules. */
class InMemoryLedgerTest extends LedgerContract {

    @Override
    Ledger open() {
        return new InMemoryLedger(Clock.systemUTC(), 10);
    }

    @Test
    void nothingOfItIsForAnotherProcess() {
        List<ThrowingCallable> calls = List.of(
                () -> ledger.work(newRun.workflow(), newRun.runId(), newRun.digest()),
                () -> ledger.leaderless(newRun.mode()),
                () -> run.handOver(Duration.ofSeconds(1)),
                () -> run.dispatch(1, Duration.ofSeconds(1)),
                () -> run.undispatch(List.of(0L)),
                () -> run.underWay(List.of(0L)),
                () -> run.claimBatch(0L),
                () -> run.open(0, 1),
                run::openWork);
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class));
    }
}
