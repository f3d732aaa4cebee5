package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.OpenWork;
import io.trawl.api.ledger.Phase;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.LedgerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that each have a share of the plan, and how fast a worker is. */
class ShardsTest {

    private final PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE);
    private final NewRun newRun = Entities.run("shards " + Entities.newId(), "catalog " + Entities.newId());
    private DurableRunLedger run;
    private DurableRunLedger worker;

    @BeforeEach
    void begin() {
        run = Entities.planned(ledger, newRun, 14, 2);
        worker = Entities.work(ledger, newRun);
    }

    @AfterEach
    void end() {
        worker.close();
        run.close();
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 500})
    void sharesAreApartAndTogetherThePlan(int of) {
        List<Long> all = new ArrayList<>();
        for (int pod = 0; pod < of; pod++) {
            List<Long> share = worker.open(pod, of);
            int remainder = pod;
            assertThat(share).isSorted().allMatch(batch -> batch % of == remainder);
            all.addAll(share);
        }
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 7).boxed().toList());
    }

    @Test
    void aShareThatIsNoneIsAMistake() {
        assertThatThrownBy(() -> worker.open(3, 3)).hasMessage("pod 3: is not one of 3");
        assertThatThrownBy(() -> worker.open(-1, 3)).hasMessage("pod -1: is not one of 3");
        assertThatThrownBy(() -> worker.open(0, 0)).hasMessage("pod 0: is not one of 0");
    }

    @Test
    void whatIsClaimedOrPausesIsOpenAndWhatIsDoneIsNot() {
        assertThat(worker.openWork()).isEqualTo(new OpenWork(7, 140));
        Claim done = Entities.granted(worker, 0);
        worker.complete(done, Entities.ingested(done));
        Claim pauses = Entities.granted(worker, 2);
        worker.complete(pauses, Entities.again(pauses, Duration.ofHours(1)));
        Entities.granted(run, 4);
        assertThat(worker.open(0, 2)).containsExactly(2L, 4L, 6L);
        assertThat(run.open(0, 2)).containsExactly(2L, 4L, 6L);
        assertThat(worker.openWork()).isEqualTo(new OpenWork(6, 120));
        assertThat(worker.claimBatch(2)).isInstanceOf(BatchClaim.Later.class);
        assertThat(worker.claimBatch(4)).isInstanceOf(BatchClaim.NotNeeded.class);
    }

    @Test
    void onlyThePresentPassIsOpen() {
        for (long batch = 0; batch < 7; batch++) {
            Claim claim = Entities.granted(worker, batch);
            worker.complete(claim, batch % 3 == 0 ? Entities.deferred(claim) : Entities.ingested(claim));
        }
        assertThat(worker.open(0, 1)).isEmpty();
        assertThat(worker.openWork()).isEqualTo(new OpenWork(0, 0));
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        assertThat(worker.open(0, 1)).isEmpty();
        run.advance(Phase.INGESTION, Phase.REFERENCES);
        assertThat(worker.open(0, 1)).containsExactly(0L, 3L, 6L);
        assertThat(worker.open(1, 2)).containsExactly(3L);
        assertThat(worker.openWork()).isEqualTo(new OpenWork(3, 60));
        for (long batch : worker.open(0, 1)) {
            Claim claim = Entities.granted(worker, batch);
            worker.complete(claim, Entities.ingested(claim));
        }
        run.advance(Phase.REFERENCES, Phase.DELETION);
        assertThat(worker.open(0, 1)).isEmpty();
    }

    @Test
    void nothingIsOpenWhenTheRunIsToStopOrHasEnded() {
        ledger.stop(null, newRun.runId());
        assertThat(worker.open(0, 1)).isEmpty();
        assertThat(worker.openWork()).isEqualTo(new OpenWork(0, 0));
        run.end(State.FAILED, true);
        assertThat(worker.open(0, 1)).isEmpty();
    }

    @Test
    void paceIsCostPerSecondOfWork() {
        assertThat(ledger.pace(newRun.workflow())).isEmpty();
        assertThat(ledger.pace("nobody's")).isEmpty();
        Claim slow = Entities.granted(worker, 0);
        Claim fast = Entities.granted(worker, 1);
        worker.complete(slow, Entities.took(slow, Duration.ofMillis(300)));
        assertThat(ledger.pace(newRun.workflow()).orElseThrow()).isEqualTo(20 / 0.3, within(1e-6));
        worker.complete(fast, Entities.took(fast, Duration.ofMillis(100)));
        assertThat(ledger.pace(newRun.workflow()).orElseThrow())
                .as("what nobody has done yet does not count")
                .isEqualTo(100, within(1e-6));
    }

    @Test
    void paceIsOfTheLastRunInWhichAnythingWasDone() {
        Claim claim = Entities.granted(worker, 0);
        worker.complete(claim, Entities.took(claim, Duration.ofMillis(100)));
        run.end(State.SUCCESS, true);
        NewRun second = new NewRun(
                Entities.newId(), newRun.workflow(), newRun.service(), newRun.digest(), newRun.catalog(), "argo");
        try (DurableRunLedger next = Entities.planned(ledger, second, 2, 2)) {
            assertThat(ledger.pace(newRun.workflow()).orElseThrow()).isEqualTo(200, within(1e-6));
            Claim again = Entities.granted(next, 0);
            next.complete(again, Entities.took(again, Duration.ofMillis(50)));
            assertThat(ledger.pace(newRun.workflow()).orElseThrow()).isEqualTo(400, within(1e-6));
        }
    }
}
