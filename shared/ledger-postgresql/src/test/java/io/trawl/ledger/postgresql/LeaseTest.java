package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, of which one is paused: its network stands still, and what it sent arrives later. */
class LeaseTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    private final FaultProxy proxy = FaultProxy.start(TestServer.shared());
    private final NewRun newRun = Entities.run("lease " + Entities.newId(), "catalog " + Entities.newId());
    private PostgresLedger pausedLedger;
    private PostgresLedger ledger;
    private DurableRunLedger paused;
    private DurableRunLedger run;

    @BeforeEach
    void begin() {
        pausedLedger = TestServer.open(proxy.hostPort(), LEASE);
        ledger = TestServer.open(LEASE);
        paused = Entities.planned(pausedLedger, newRun, 4, 2);
        assertThat(paused.tryAcquireLeadership()).isTrue();
        run = Entities.enter(ledger, newRun, RunStart::join);
    }

    @AfterEach
    void end() {
        proxy.heal();
        run.close();
        paused.close();
        ledger.close();
        pausedLedger.close();
        proxy.close();
    }

    @Test
    void leasesLastAsLongAsTheProcess() {
        Claim claim = paused.claim(1).get(0);
        Claim other = run.claim(5).get(0);
        long start = System.nanoTime();
        Waiting.until("three leases went by", () -> {
            assertThat(run.claim(1)).isEmpty();
            assertThat(run.tryAcquireLeadership()).isFalse();
            return System.nanoTime() - start > 3 * LEASE.toNanos();
        });
        assertThat(paused.complete(claim, Entities.ingested(claim))).isTrue();
        assertThat(run.complete(other, Entities.ingested(other))).isTrue();
        assertThat(run.counts()).isEqualTo(new Counts(4, 4, 0, 0, 0, 0, 0));
        assertThat(run.report(State.SUCCESS).repeated()).isZero();
    }

    @Test
    void aPausedWorkerIsRefusedByTheFence() {
        Claim late = paused.claim(1).get(0);
        assertThat(paused.holds(late)).isTrue();
        proxy.freeze();
        Waiting.until("it knows that its lease has ended", () -> !paused.holds(late));
        List<Claim> claims = new ArrayList<>();
        Waiting.until("both batches are claimed", () -> {
            claims.addAll(run.claim(5));
            return claims.size() == 2;
        });
        Claim again = claims.stream()
                .filter(claim -> claim.batch() == late.batch())
                .findFirst()
                .orElseThrow();
        assertThat(again.token()).isGreaterThan(late.token());
        assertThat(again.attempt()).as("a lost worker does not count").isEqualTo(1);

        proxy.heal();
        assertThat(paused.complete(late, Entities.each(late, Entities::failed))).isFalse();
        assertThat(run.complete(again, Entities.fingerprinted(again))).isTrue();
        assertThat(paused.complete(late, Entities.each(late, Entities::failed))).isFalse();
        assertThat(run.counts()).isEqualTo(new Counts(4, 2, 0, 0, 0, 0, 0));
        assertThat(run.report(State.SUCCESS).repeated()).isEqualTo(2);

        assertThat(run.lastFingerprints(late.descriptors())).hasSize(2);
        paused.wroteLate(late, Entities.ids(late));
        assertThat(run.lastFingerprints(late.descriptors())).isEmpty();
        Claim reopened = Waiting.claimOne(run);
        assertThat(Entities.ids(reopened)).containsExactlyInAnyOrderElementsOf(Entities.ids(late));
        assertThat(run.report(State.SUCCESS).repeated()).isEqualTo(4);
    }

    @Test
    void whatIsWrittenByTheBatchItWasMovedFromIsWrittenAgain() {
        Claim old = run.claim(1).get(0);
        Set<String> ids = Set.copyOf(Entities.ids(old));
        run.wroteLate(old, ids); // as an earlier holder of this batch would say
        Claim moved = run.claim(5).stream()
                .filter(claim -> ids.equals(Set.copyOf(Entities.ids(claim))))
                .findFirst()
                .orElseThrow();
        assertThat(run.complete(moved, Entities.fingerprinted(moved))).isTrue();
        assertThat(run.lastFingerprints(old.descriptors())).hasSize(2);

        Completion slow = Entities.fingerprinted(old);
        Completion sent = new Completion(
                slow.outcomes(), List.of(), List.of(), slow.pause(), slow.fingerprints(), Map.of(), ids, slow.took());
        assertThat(run.complete(old, sent)).isTrue();
        assertThat(run.lastFingerprints(old.descriptors())).isEmpty();
        assertThat(Entities.ids(Waiting.claimOne(run))).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aLeaseThatEndedButWasNotTakenStillCompletes() {
        Claim late = paused.claim(1).get(0);
        proxy.freeze();
        Waiting.until("it knows that its lease has ended", () -> !paused.holds(late));
        proxy.heal();
        assertThat(paused.complete(late, Entities.ingested(late))).isTrue();
    }

    @Test
    void theLeadIsTakenOverAndTheOldLeaderIsRefused() {
        assertThat(run.tryAcquireLeadership()).isFalse();
        assertThatThrownBy(() -> run.plan(Entities.batches(9, 1, 1))).isInstanceOf(LostLeadershipException.class);
        proxy.freeze();
        Waiting.until("the lead is free", run::tryAcquireLeadership);
        proxy.heal();
        assertThatThrownBy(() -> paused.plan(Entities.batches(9, 1, 1)))
                .isInstanceOf(LostLeadershipException.class)
                .hasMessage("run " + newRun.runId() + " is led by another process now");
        assertThatThrownBy(() -> paused.advance(Phase.DISCOVERY, Phase.INGESTION))
                .isInstanceOf(LostLeadershipException.class);
        assertThatThrownBy(() -> paused.endListing(EntityType.TABLE, "db", List.of("public"), Map.of(), Map.of()))
                .isInstanceOf(LostLeadershipException.class);
        assertThatThrownBy(() -> paused.end(State.FAILED, true)).isInstanceOf(LostLeadershipException.class);
        assertThat(paused.tryAcquireLeadership()).isFalse();
        assertThat(run.plan(Entities.batches(9, 1, 1))).isEqualTo(1);
        run.close();
        assertThat(paused.tryAcquireLeadership()).as("given back").isTrue();
        assertThat(paused.plan(Entities.batches(10, 1, 1))).isEqualTo(1);
    }

    @Test
    void aBatchThatCostsEveryWorkerFails() {
        TestServer.shared().execute("postgres", lossesOf(run, 4));
        paused.claim(5);
        proxy.freeze();
        Waiting.until("the batches come back and fail", () -> {
            assertThat(run.claim(5)).isEmpty();
            return run.counts().failed() == 4;
        });
        Waiting.until("the lead is free", run::tryAcquireLeadership);
        proxy.heal();
        assertThat(run.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
        assertThat(run.report(State.FAILED).failures()).hasSize(4).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.BUG);
            assertThat(failure.message()).isEqualTo("the worker that had it was lost 5 times");
        });
    }

    /** As if its batches had lost workers before. */
    static String lossesOf(DurableRunLedger run, int losses) {
        return "UPDATE trawl.batch SET lost = " + losses + " FROM trawl.run r WHERE r.no = run_no AND r.id = '"
                + run.runId() + "'";
    }

    @Test
    void whatIsGivenBackIsClaimableAtOnceAndNotLost() {
        List<Claim> claims = paused.claim(5);
        paused.close();
        List<Claim> again = run.claim(5);
        assertThat(again).hasSize(2);
        assertThat(run.report(State.SUCCESS).repeated()).isZero();
        assertThat(paused.complete(claims.get(0), Entities.ingested(claims.get(0))))
                .isFalse();
        assertThat(run.tryAcquireLeadership()).isTrue();
    }

    @Test
    void aStopIsHeardByEverybodyAndTheLastOneRecordsIt() {
        Claim claim = paused.claim(1).get(0);
        assertThat(ledger.stop(null, newRun.runId()).state()).isEqualTo(State.RUNNING);
        Waiting.until("both heard it", () -> paused.isStopRequested() && run.isStopRequested());
        assertThat(run.claim(1)).isEmpty();
        assertThat(paused.complete(claim, Entities.ingested(claim))).isTrue();
        paused.close();
        run.close();
        assertThat(ledger.run(null, newRun.runId()).orElseThrow().state()).isEqualTo(State.STOPPED);
        assertThat(run.phase()).isEqualTo(Phase.FINISHED);
        Report report = ledger.report(newRun.workflow(), newRun.runId());
        assertThat(report.state()).isEqualTo(State.STOPPED);
        assertThat(report.entities().done()).isEqualTo(2);
    }

    @Test
    void whoWroteLateInAnEarlierRunReopensInTheLaterOne() {
        Claim late = paused.claim(1).get(0);
        proxy.freeze();
        run.close();
        Waiting.until(
                "the first run is interrupted",
                () -> ledger.run(null, newRun.runId()).orElseThrow().state() == State.INTERRUPTED);
        try (DurableRunLedger later = Entities.planned(ledger, Entities.next(newRun), 4, 4)) {
            Claim claim = Entities.completeOne(later, Entities::fingerprinted);
            proxy.heal();
            assertThat(paused.complete(late, Entities.ingested(late))).isFalse();
            assertThat(paused.claim(5)).as("of a run that was followed").isEmpty();
            paused.wroteLate(late, Entities.ids(late));
            assertThat(later.counts().ingested()).isEqualTo(2);
            assertThat(later.lastFingerprints(claim.descriptors())).hasSize(2);
            assertThat(Entities.ids(later.claim(1).get(0))).containsExactlyInAnyOrderElementsOf(Entities.ids(late));
            Waiting.until("it hears that it is over", paused::isStopRequested);
        }
    }

    @Test
    void everyEntityCanBeLookedAt() {
        Claim claim = paused.claim(1).get(0);
        run.complete(claim, Entities.again(claim, Duration.ofHours(1)));
        List<EntityRecord> records = new ArrayList<>();
        ledger.forEachEntity(newRun.workflow(), "latest", records::add);
        assertThat(records.stream().map(EntityRecord::id))
                .containsExactly(Entities.id("t0"), Entities.id("t1"), Entities.id("t2"), Entities.id("t3"));
        assertThat(records.get(0).state()).isEqualTo(EntityRecord.State.OPEN);
        assertThat(records.get(0).kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(records.get(0).message()).isEqualTo("it broke");
        assertThat(records.get(0).attempts()).isEqualTo(1);
        assertThat(records.get(0).took()).isEqualTo(Duration.ofNanos(2_500_000));
        assertThat(records.get(0).worker())
                .endsWith(":" + ProcessHandle.current().pid());
        assertThat(records.get(0).endedAt()).isNull();
        assertThat(records.get(3).took()).isNull();
        assertThat(records.get(3).worker()).isNull();
    }
}
