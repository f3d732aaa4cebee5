package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.LedgerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers are told of batches and claim them by number. */
class DispatchTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE);
    private final NewRun newRun = Entities.run("dispatch " + Entities.newId(), "catalog " + Entities.newId());
    private DurableRunLedger run;
    private DurableRunLedger worker;

    @BeforeEach
    void begin() {
        run = Entities.planned(ledger, newRun, 6, 2);
        worker = Entities.work(ledger, newRun);
    }

    @AfterEach
    void end() {
        worker.close();
        run.close();
        ledger.close();
    }

    private static List<Long> numbers(List<Dispatch> dispatches) {
        return dispatches.stream().map(Dispatch::batch).toList();
    }

    private static Claim granted(DurableRunLedger by, long batch) {
        Claim claim = Entities.granted(by, batch);
        assertThat(by.holds(claim)).isTrue();
        return claim;
    }

    /** Some of a batch is done, or all of it. */
    private void complete(long batch, Function<Claim, Completion> outcome) {
        Claim claim = granted(worker, batch);
        assertThat(worker.complete(claim, outcome.apply(claim))).isTrue();
    }

    /** What is sent now. */
    private List<Long> sent() {
        return numbers(run.dispatch(10, HOUR));
    }

    private void notNeeded(long batch) {
        assertThat(worker.claimBatch(batch)).isEqualTo(new BatchClaim.NotNeeded());
    }

    /** As if time had passed: what column of a batch is now. */
    private void passed(String column, long batch) {
        TestServer.shared()
                .execute(
                        "postgres",
                        "UPDATE trawl.batch b SET " + column + " = clock_timestamp() FROM trawl.run r"
                                + " WHERE r.no = b.run_no AND b.no = " + batch + " AND r.id = '" + newRun.runId()
                                + "'");
    }

    @Test
    void batchesAreToldOfInTheirOrderAndOnce() {
        List<List<EntityDescriptor>> batches = Entities.batches(0, 4, 2);
        List<Dispatch> first = run.dispatch(2, HOUR);
        assertThat(first)
                .containsExactly(
                        new Dispatch(0, Pass.ENTITIES, 1, 1, batches.get(0)),
                        new Dispatch(1, Pass.ENTITIES, 1, 1, batches.get(1)));
        assertThat(sent()).containsExactly(2L);
        assertThat(run.dispatch(10, HOUR)).isEmpty();
        assertThat(run.dispatch(0, HOUR)).isEmpty();
        assertThat(run.inFlight(List.of(0L, 1L, 2L, 3L))).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(run.inFlight(List.of())).isEmpty();
        for (Dispatch each : first) {
            Claim claim = granted(worker, each.batch());
            assertThat(claim.descriptors()).isEqualTo(each.descriptors());
            assertThat(claim.pass()).isEqualTo(Pass.ENTITIES);
            assertThat(claim.attempt()).isEqualTo(1);
            assertThat(worker.complete(claim, Entities.ingested(claim))).isTrue();
            notNeeded(each.batch());
        }
        assertThat(run.inFlight(List.of(0L, 1L, 2L))).containsExactly(2L);
        assertThat(run.counts()).isEqualTo(new Counts(6, 4, 0, 0, 0, 0, 0));
    }

    @Test
    void whoNobodyClaimsIsToldOfAgain() {
        assertThat(run.dispatch(10, HOUR)).hasSize(3);
        passed("send_due", 1);
        List<Dispatch> again = run.dispatch(10, HOUR);
        assertThat(numbers(again)).containsExactly(1L);
        assertThat(again.get(0).sendCount()).isEqualTo(2);
        assertThat(again.get(0).attempt()).isEqualTo(1);
        assertThat(numbers(run.dispatch(10, Duration.ZERO))).isEmpty();
    }

    @Test
    void atOnceIfNobodyIsWaitedFor() {
        assertThat(run.dispatch(10, Duration.ZERO)).hasSize(3);
        assertThat(run.dispatch(10, Duration.ZERO)).hasSize(3).allSatisfy(each -> assertThat(each.sendCount())
                .isEqualTo(2));
    }

    @Test
    void whatIsClaimedIsNotToldOf() {
        assertThat(run.claim(1)).extracting(Claim::batch).containsExactly(0L);
        granted(worker, 2);
        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void aBatchWhoseWorkerWasLostIsToldOfAsSoonAsItsLeaseEnds() {
        run.dispatch(10, HOUR);
        Claim lost = granted(worker, 1);
        assertThat(run.dispatch(10, HOUR)).isEmpty();
        passed("due", 1);
        List<Dispatch> again = run.dispatch(10, HOUR);
        assertThat(numbers(again)).containsExactly(1L);
        assertThat(again.get(0).attempt()).as("a lost worker does not count").isEqualTo(1);
        Claim second = granted(run, 1);
        assertThat(second.token()).isNotEqualTo(lost.token());
        assertThat(run.complete(second, Entities.ingested(second))).isTrue();
        assertThat(worker.complete(lost, Entities.ingested(lost))).isFalse();
        assertThat(run.report(State.SUCCESS).repeated()).isEqualTo(2);
    }

    @Test
    void whatFailedIsToldOfAfterItsPause() {
        run.dispatch(1, HOUR);
        Claim first = granted(worker, 0);
        worker.complete(first, Entities.again(first, HOUR));
        assertThat(sent()).as("the others").containsExactly(1L, 2L);
        BatchClaim.Later later = (BatchClaim.Later) worker.claimBatch(0L);
        assertThat(later.pause()).isBetween(Duration.ofMinutes(59), HOUR);
        passed("due", 0);
        List<Dispatch> again = run.dispatch(10, HOUR);
        assertThat(numbers(again)).containsExactly(0L);
        assertThat(again.get(0).attempt()).isEqualTo(2);
        assertThat(again.get(0).sendCount()).isEqualTo(2);
        assertThat(granted(worker, 0).attempt()).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackIsToldOfAtOnce() {
        run.dispatch(10, HOUR);
        worker.release(granted(worker, 1));
        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void whoWasToldAndLeavesGivesItBack() {
        run.dispatch(10, HOUR);
        granted(worker, 2);
        worker.stop();
        worker.close();
        assertThat(sent()).containsExactly(2L);
    }

    @Test
    void whatNobodyCouldBeToldOfIsToldOfAtOnce() {
        run.dispatch(10, HOUR);
        Claim claimed = granted(worker, 0);
        complete(1, Entities::ingested);
        run.markUnsent(List.of(0L, 1L, 2L, 77L));
        run.markUnsent(List.of());
        List<Dispatch> again = run.dispatch(10, HOUR);
        assertThat(numbers(again)).containsExactly(2L);
        assertThat(again.get(0).sendCount()).as("nobody was sent before").isEqualTo(1);
        assertThat(worker.complete(claimed, Entities.ingested(claimed))).isTrue();
    }

    @Test
    void theSecondPassIsToldOfInItsPhase() {
        Claim first = granted(worker, 0);
        worker.complete(first, Entities.deferred(first));
        assertThat(worker.claimBatch(0L)).as("not in this phase").isEqualTo(new BatchClaim.Later(Duration.ZERO));
        complete(1, Entities::ingested);
        complete(2, Entities::ingested);
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        assertThat(run.dispatch(10, HOUR)).isEmpty();
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isTrue();
        List<Dispatch> references = run.dispatch(10, HOUR);
        assertThat(references).containsExactly(new Dispatch(0, Pass.REFERENCES, 1, 1, first.descriptors()));
        Claim second = granted(worker, 0);
        assertThat(second.pass()).isEqualTo(Pass.REFERENCES);
        worker.complete(second, Entities.ingested(second));
        assertThat(run.advance(Phase.REFERENCES, Phase.DELETION)).isTrue();
        assertThat(run.dispatch(10, HOUR)).isEmpty();
    }

    @Test
    void onlyWhoLeadsTells() {
        assertThat(worker.tryAcquireLeadership()).isFalse();
        assertThatThrownBy(() -> worker.dispatch(1, HOUR)).isInstanceOf(LostLeadershipException.class);
        try (DurableRunLedger helper = Entities.enter(ledger, newRun, RunStart::join)) {
            assertThatThrownBy(() -> helper.dispatch(1, HOUR)).isInstanceOf(LostLeadershipException.class);
        }
        assertThat(run.dispatch(10, HOUR)).hasSize(3);
    }

    @Test
    void nothingIsToldOfOrClaimedWhenTheRunIsToStop() {
        ledger.stop(null, newRun.runId());
        assertThat(run.dispatch(10, HOUR)).isEmpty();
        notNeeded(0);
    }

    @Test
    void norAfterItsEnd() {
        assertThat(run.end(State.FAILED, true)).isTrue();
        notNeeded(0);
        assertThatThrownBy(() -> run.dispatch(10, HOUR)).isInstanceOf(LostLeadershipException.class);
    }

    @Test
    void norByAProcessThatHasStopped() {
        run.stop();
        assertThat(run.dispatch(10, HOUR)).isEmpty();
        worker.stop();
        notNeeded(0);
        assertThat(run.claimBatch(0L)).isEqualTo(new BatchClaim.NotNeeded());
    }

    @Test
    void whatSomebodyHasOrNobodyPlannedIsNotNeeded() {
        granted(run, 0);
        notNeeded(0);
        notNeeded(3);
        notNeeded(-1);
        notNeeded(Long.MAX_VALUE);
    }

    @Test
    void aBatchThatCostsEveryWorkerFails() {
        TestServer.shared().execute("postgres", LeaseTest.lossesOf(run, 4));
        granted(worker, 1);
        passed("due", 1);
        assertThat(sent()).containsExactly(0L, 1L, 2L);
        notNeeded(1);
        assertThat(run.counts()).isEqualTo(new Counts(6, 0, 0, 0, 0, 2, 0));
        assertThat(run.inFlight(List.of(0L, 1L, 2L))).containsExactlyInAnyOrder(0L, 2L);
    }

    @Test
    void aBatchOfWhichNothingIsLeftIsNotToldOf() {
        Claim claim = granted(worker, 1);
        run.wroteLate(claim, Entities.ids(claim)); // its entities are in a batch of their own now
        passed("due", 1);
        assertThat(numbers(run.dispatch(3, HOUR))).containsExactly(0L, 2L, 3L);
        assertThat(run.inFlight(List.of(1L))).isEmpty();
    }

    @Test
    void aBatchOfWhichOnlyTheSecondPassIsLeftWaitsForIt() {
        Claim claim = granted(worker, 1);
        EntityDescriptor waits = claim.descriptors().get(0);
        EntityDescriptor fails = claim.descriptors().get(1);
        worker.complete(claim, Entities.completion(List.of(), List.of(waits), List.of(Entities.failed(fails))));
        run.wroteLate(claim, List.of(fails.id()));
        assertThat(sent()).containsExactly(0L, 2L, 3L);
        assertThat(run.inFlight(List.of(0L, 1L)))
                .as("what waits for its phase is not")
                .containsExactly(0L);
        for (long batch : List.of(0L, 2L, 3L)) {
            complete(batch, rest -> Entities.each(rest, Outcome.Gone::new));
        }
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isTrue();
        assertThat(run.dispatch(10, HOUR)).containsExactly(new Dispatch(1, Pass.REFERENCES, 1, 1, List.of(waits)));
    }

    @Test
    void whatWasToldBeforeAStopIsToldAgainWhenTheRunGoesOn() {
        run.dispatch(10, HOUR);
        run.stop();
        worker.close();
        run.close();
        assertThat(ledger.run(null, newRun.runId()).orElseThrow().state()).isEqualTo(State.STOPPED);
        try (DurableRunLedger second = Entities.enter(ledger, newRun, RunStart::resume)) {
            assertThat(numbers(second.dispatch(10, HOUR))).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void aTakeoverDoesNotTellAgain() {
        run.dispatch(2, HOUR);
        run.close();
        try (DurableRunLedger second = Entities.enter(ledger, newRun, RunStart::resume)) {
            assertThat(numbers(second.dispatch(10, HOUR))).containsExactly(2L);
        }
    }

    @Test
    void manyAreToldOfInTurn() {
        run.plan(Entities.batches(6, 3_000, 1));
        List<Long> sent = new ArrayList<>();
        List<Dispatch> some = run.dispatch(64, HOUR);
        while (!some.isEmpty()) {
            sent.addAll(numbers(some));
            some = run.dispatch(64, HOUR);
        }
        assertThat(sent).hasSize(3_003).isSorted().doesNotHaveDuplicates();
        assertThat(run.inFlight(sent)).isEqualTo(Set.copyOf(sent));
    }
}
