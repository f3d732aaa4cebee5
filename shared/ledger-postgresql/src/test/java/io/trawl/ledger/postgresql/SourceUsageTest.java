package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the processes of a run have asked of its source is added up, however each of them ends. */
class SourceUsageTest {

    private final PostgresLedger ledger = TestServer.open(Duration.ofSeconds(1));
    private final NewRun newRun = Entities.run("usage " + Entities.newId(), "catalog " + Entities.newId());
    private final DurableRunLedger run = Entities.planned(ledger, newRun, 4, 2);

    @AfterEach
    void end() {
        run.close();
        ledger.close();
    }

    private SourceUsage reported() {
        return ledger.report(newRun.workflow(), newRun.runId()).sourceUsage();
    }

    private static void asks(DurableRunLedger process, AtomicLong statements) {
        process.measure(() -> Optional.of(new SourceUsage(statements.get(), null)));
    }

    @Test
    void theHeartbeatBringsTheCountOfAProcessThatGoesOn() {
        AtomicLong statements = new AtomicLong();
        asks(run, statements);
        statements.set(5);
        Waiting.until("the count", () -> new SourceUsage(5, null).equals(reported()));
        statements.set(8);
        Waiting.until("the next count", () -> new SourceUsage(8, null).equals(reported()));
    }

    @Test
    void processesAreAddedUpWhetherTheyHadABatchOrOnlyListed() {
        AtomicLong listing = new AtomicLong();
        asks(run, listing);
        listing.set(3);
        try (DurableRunLedger worker = Entities.work(ledger, newRun)) {
            AtomicLong reading = new AtomicLong(100);
            asks(worker, reading);
            reading.set(120);
            Entities.completeOne(worker, Entities::ingested);
        }
        run.close();

        assertThat(reported()).isEqualTo(new SourceUsage(23, null));
        try (DurableRunLedger resumed = Entities.enter(ledger, newRun, RunStart::resume)) {
            AtomicLong later = new AtomicLong();
            asks(resumed, later);
            later.set(2);
            assertThat(resumed.end(State.SUCCESS, true)).isTrue();
            assertThat(resumed.report(State.SUCCESS).sourceUsage()).isEqualTo(new SourceUsage(25, null));
        }
    }
}
