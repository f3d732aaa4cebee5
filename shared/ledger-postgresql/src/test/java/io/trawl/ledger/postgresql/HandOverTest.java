package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lead is given back for somebody who is to come, and workers never take it. */
class HandOverTest {

    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final String workflow = "hand-over " + Entities.newId();
    /** Tells the runs of a test from those of others. */
    private final String mode = "mode " + Entities.newId();

    private final PostgresLedger ledger = TestServer.open(LEASE);
    private NewRun newRun;
    private DurableRunLedger run;

    @BeforeEach
    void begin() {
        newRun = newRun(workflow);
        run = Entities.planned(ledger, newRun, 4, 2);
    }

    @AfterEach
    void end() {
        run.close();
        ledger.close();
    }

    private NewRun newRun(String of) {
        return new NewRun(Entities.newId(), of, Entities.SERVICE, Entities.DIGEST, null, mode);
    }

    private DurableRunLedger enter(Function<String, RunStart.Existing> how) {
        return Entities.enter(ledger, newRun, how);
    }

    private DurableRunLedger work() {
        return Entities.work(ledger, newRun);
    }

    private State state() {
        return ledger.run(workflow, newRun.runId()).orElseThrow().state();
    }

    private List<String> leaderless() {
        return ledger.leaderless(mode).stream().map(each -> each.run().runId()).toList();
    }

    /** As if nobody had come in time. */
    private void handOverRanOut() {
        set("handed_over_until = clock_timestamp()");
    }

    /** As if the leader had been lost. */
    private void leadRanOut() {
        set("leader = 'lost', leader_until = clock_timestamp()");
    }

    private void set(String what) {
        TestServer.shared()
                .execute("postgres", "UPDATE trawl.run SET " + what + " WHERE id = '" + newRun.runId() + "'");
    }

    @Test
    void theRunIsUnderWayUntilSomebodyComes() {
        assertThat(leaderless()).isEmpty();
        run.handOver(HOUR);
        run.close();
        assertThat(state()).isEqualTo(State.RUNNING);
        assertThat(leaderless()).containsExactly(newRun.runId());
        assertThatThrownBy(() -> ledger.begin(newRun(workflow))).hasMessageContaining("is under way");
        try (DurableRunLedger next = enter(RunStart::join)) {
            assertThat(next.tryAcquireLeadership()).isTrue();
            assertThat(leaderless()).isEmpty();
            assertThat(next.plan(Entities.batches(9, 1, 1))).isEqualTo(1);
        }
        assertThat(state()).as("whoever came has left").isEqualTo(State.INTERRUPTED);
        assertThat(leaderless()).containsExactly(newRun.runId());
    }

    @Test
    void whoResumesTakesItToo() {
        run.handOver(HOUR);
        try (DurableRunLedger next = enter(RunStart::resume)) {
            assertThat(next.plan(Entities.batches(9, 1, 1))).isEqualTo(1);
        }
        assertThat(state()).isEqualTo(State.INTERRUPTED);
    }

    @Test
    void butNoLongerThanItWasSaid() {
        run.handOver(HOUR);
        handOverRanOut();
        assertThat(state()).isEqualTo(State.INTERRUPTED);
        assertThat(leaderless()).containsExactly(newRun.runId());
        try (DurableRunLedger later = ledger.begin(newRun(workflow))) {
            assertThat(leaderless()).as("left to the later one").isEmpty();
            assertThat(ledger.work(workflow, newRun.runId(), Entities.DIGEST)).isEmpty();
            assertThat(later.tryAcquireLeadership()).isTrue();
        }
    }

    @Test
    void whoHandedOverDoesNotLead() {
        run.handOver(HOUR);
        assertThatThrownBy(() -> run.plan(Entities.batches(9, 1, 1))).isInstanceOf(LostLeadershipException.class);
        assertThatThrownBy(() -> run.dispatch(1, HOUR)).isInstanceOf(LostLeadershipException.class);
        try (DurableRunLedger next = enter(RunStart::join)) {
            assertThat(next.tryAcquireLeadership()).isTrue();
            assertThat(run.tryAcquireLeadership()).isFalse();
            run.handOver(HOUR);
            assertThat(next.plan(Entities.batches(9, 1, 1)))
                    .as("not theirs to give")
                    .isEqualTo(1);
        }
        assertThat(run.tryAcquireLeadership()).as("the next one to come").isTrue();
        assertThat(run.plan(Entities.batches(10, 1, 1))).isEqualTo(1);
    }

    @Test
    void theRunIsNotLedMeanwhile() {
        run.handOver(HOUR);
        Duration active = active();
        assertThat(active).isPositive();
        assertThat(active()).isEqualTo(active);
    }

    @Test
    void whileOthersWorkOnAPlannedRunItsTimePasses() {
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        Duration before = handedOverFor("40 seconds");
        try (DurableRunLedger next = enter(RunStart::join)) {
            assertThat(next.tryAcquireLeadership()).isTrue();
            assertThat(next.tryAcquireLeadership()).isTrue();
        }
        assertThat(active().minus(before)).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(79));
    }

    @Test
    void whileNobodyComesToPlanItDoesNot() {
        Duration before = handedOverFor("40 seconds");
        try (DurableRunLedger next = enter(RunStart::join)) {
            assertThat(next.tryAcquireLeadership()).isTrue();
        }
        assertThat(active().minus(before)).isLessThan(Duration.ofSeconds(40));
    }

    private Duration active() {
        return ledger.run(null, newRun.runId()).orElseThrow().active();
    }

    /** How long it had been active before that. */
    private Duration handedOverFor(String interval) {
        run.handOver(HOUR);
        Duration before = active();
        set("active_at = active_at - interval '" + interval + "'");
        return before;
    }

    @Test
    void aStopMeanwhileIsLeftToWhoComes() {
        run.handOver(HOUR);
        run.close();
        assertThat(ledger.stop(workflow, newRun.runId()).state()).isEqualTo(State.RUNNING);
        assertThat(leaderless()).containsExactly(newRun.runId());
        DurableRunLedger next = work();
        assertThat(next.isStopRequested()).isTrue();
        assertThat(next.tryAcquireLeadership()).isTrue();
        assertThatThrownBy(() -> enter(RunStart::join)).hasMessageContaining("is being stopped");
        next.close();
        assertThat(state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aStopIsRecordedIfNobodyComes() {
        run.handOver(HOUR);
        run.close();
        ledger.stop(workflow, newRun.runId());
        handOverRanOut();
        assertThat(leaderless()).isEmpty();
        assertThat(state()).isEqualTo(State.STOPPED);
        assertThat(ledger.run(null, newRun.runId()).orElseThrow().endedAt()).isNotNull();
    }

    @Test
    void aStopIsAtOnceIfNobodyCame() {
        run.handOver(HOUR);
        run.close();
        handOverRanOut();
        assertThat(ledger.stop(workflow, newRun.runId()).state()).isEqualTo(State.STOPPED);
        assertThat(leaderless()).isEmpty();
    }

    @Test
    void aStopIsRecordedIfTheLeaderWasLostToo() {
        DurableRunLedger worker = work();
        Claim claim = Entities.granted(worker, 0);
        ledger.stop(workflow, newRun.runId());
        leadRanOut();
        assertThat(leaderless()).as("nobody is to lead it").isEmpty();
        assertThat(state()).as("a worker is at work").isEqualTo(State.RUNNING);
        worker.release(claim);
        assertThat(leaderless()).isEmpty();
        assertThat(state()).isEqualTo(State.STOPPED);
        worker.close();
    }

    @Test
    void aWorkerThatLeavesStopsNothing() {
        DurableRunLedger worker = work();
        Claim claim = Entities.granted(worker, 0);
        leadRanOut();
        worker.close();
        assertThat(state()).isEqualTo(State.INTERRUPTED);
        assertThat(leaderless()).containsExactly(newRun.runId());
        assertThat(worker.complete(claim, Entities.ingested(claim))).isFalse();
        try (DurableRunLedger second = work()) {
            assertThat(second.claimBatch(0L)).as("led or not").isInstanceOf(BatchClaim.Granted.class);
            assertThat(state()).as("a worker is at work").isEqualTo(State.RUNNING);
            assertThat(leaderless()).containsExactly(newRun.runId());
        }
    }

    @Test
    void theLastWorkerOfARunThatIsToStopRecordsIt() {
        DurableRunLedger worker = work();
        ledger.stop(workflow, newRun.runId());
        run.close();
        worker.close();
        assertThat(state()).isEqualTo(State.STOPPED);
    }

    @Test
    void whoMayNotWork() {
        assertThatThrownBy(() -> ledger.work(workflow, "nonsense", Entities.DIGEST))
                .isInstanceOfSatisfying(
                        TrawlException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID))
                .hasMessageContaining("is not in the ledger");
        assertThatThrownBy(() -> ledger.work("no such", newRun.runId(), Entities.DIGEST))
                .hasMessageContaining("is not in the ledger");
        assertThatThrownBy(() -> ledger.work(workflow, newRun.runId(), "another"))
                .isInstanceOfSatisfying(
                        TrawlException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID))
                .hasMessageStartingWith("the workflow has changed since run " + newRun.runId());
        run.end(State.SUCCESS, true);
        assertThat(ledger.work(workflow, newRun.runId(), Entities.DIGEST)).isEmpty();
        assertThat(ledger.work(workflow, newRun.runId(), "another")).isEmpty();
    }

    @Test
    void theOneWithoutALeaderForLongestComesFirst() {
        String second = leaveBehind("second " + workflow);
        String third = leaveBehind("third " + workflow);
        run.handOver(HOUR);
        assertThat(leaderless()).containsExactly(second, third, newRun.runId());
        set("leader = 'lost', leader_until = clock_timestamp() - interval '1 day'");
        assertThat(leaderless()).containsExactly(newRun.runId(), second, third);
        assertThat(ledger.leaderless(mode))
                .extracting(RunRecord::state)
                .containsExactly(State.RUNNING, State.INTERRUPTED, State.INTERRUPTED);
        assertThat(ledger.leaderless("another " + mode)).isEmpty();
    }

    private String leaveBehind(String of) {
        NewRun left = newRun(of);
        ledger.begin(left).close();
        return left.runId();
    }
}
