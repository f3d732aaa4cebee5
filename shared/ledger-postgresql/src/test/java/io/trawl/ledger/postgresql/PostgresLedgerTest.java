package io.trawl.ledger.postgresql;

import static io.trawl.ledger.postgresql.Entities.deferred;
import static io.trawl.ledger.postgresql.Entities.id;
import static io.trawl.ledger.postgresql.Entities.ids;
import static io.trawl.ledger.postgresql.Entities.ingested;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.workflow.LedgerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of every ledger, kept by this one. */
class PostgresLedgerTest extends LedgerContract<DurableLedger> {

    @Override
    DurableLedger open() {
        return TestServer.open(LedgerConfig.DEFAULT_LEASE);
    }

    @Test
    void whatWasWrittenLateIsOpenOnceMore() {
        plan(3, 3);
        Claim claim = claimOne();
        run.complete(claim, deferred(claim));
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        run.advance(Phase.INGESTION, Phase.REFERENCES);
        Claim second = claimOne();
        run.complete(second, ingested(second));
        run.advance(Phase.REFERENCES, Phase.DELETION);

        run.wroteLate(claim, List.of(id("t0"), id("t1")));
        assertThat(run.phase()).isEqualTo(Phase.INGESTION);
        assertThat(run.counts()).isEqualTo(new Counts(3, 1, 0, 0, 0, 0, 0));
        Claim third = claimOne();
        assertThat(third.pass()).isEqualTo(Pass.ENTITIES);
        assertThat(third.batch()).isNotEqualTo(claim.batch());
        assertThat(ids(third)).containsExactlyInAnyOrder(id("t0"), id("t1"));
        run.complete(third, ingested(third));
        assertThat(run.counts()).isEqualTo(new Counts(3, 3, 0, 0, 0, 0, 0));
        run.wroteLate(claim, List.of());
        assertThat(run.claim(1)).isEmpty();
    }

    @Test
    void whatWasWrittenLateIsTakenFromWhoHasIt() {
        plan(2, 2);
        Claim claim = claimOne();
        run.wroteLate(claim, List.of(id("t0")));
        Claim reopened = claimOne();
        assertThat(ids(reopened)).containsExactly(id("t0"));
        run.complete(claim, ingested(claim));
        assertThat(run.counts().ingested()).isEqualTo(1);
        run.complete(reopened, ingested(reopened));
        assertThat(run.counts().ingested()).isEqualTo(2);
        assertThat(run.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
    }

    @Test
    void whereARunIsWorkedOnIsKept() {
        String id = run.runId();
        assertThat(ledger.place(newRun.workflow(), id)).isEmpty();
        ledger.placed(newRun.workflow(), id, "catalog/trawl-1");
        ledger.placed(newRun.workflow(), id, "catalog/trawl-2");
        ledger.placed("another", id, "nowhere");
        assertThat(ledger.place(newRun.workflow(), id)).contains("catalog/trawl-2");
        assertThat(ledger.place(null, id)).contains("catalog/trawl-2");
        assertThat(ledger.place("another", id)).isEmpty();
    }

    @Test
    void aRunThatIsToStopIsListedAsSuch() {
        assertThat(ledger.run(newRun.workflow(), run.runId()).orElseThrow().stopRequested())
                .isFalse();
        assertThat(ledger.stop(newRun.workflow(), run.runId()).stopRequested()).isTrue();
    }
}
