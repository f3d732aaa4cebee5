package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens between the ledger and its database: delay, and the same result. */
@Tag("processes")
class FaultTest {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FaultProxy proxy = FaultProxy.start(TestServer.shared());
    private final PostgresLedger ledger = TestServer.open(proxy.hostPort(), LEASE);
    private final NewRun newRun = Entities.run("faults " + Entities.newId(), "catalog " + Entities.newId());

    @AfterEach
    void end() {
        proxy.heal();
        ledger.close();
        proxy.close();
    }

    /**
     * Does something whose answer is lost: the server does it, the client never hears of it and does it again.
     *
     * @param text what makes the answers get lost from then on
     */
    private <T> T answerLost(String text, Supplier<T> operation) {
        proxy.cutAll(); // new connections send every statement's text
        proxy.swallowAnswersTo(text);
        long before = proxy.bytesToServer();
        AtomicBoolean ended = new AtomicBoolean();
        Thread healer = new Thread(() -> {
            long seen = before;
            int quiet = 0;
            while (!ended.get() && quiet < 10) { // what was asked has arrived, and nothing follows
                long now = proxy.bytesToServer();
                quiet = now > before && now == seen ? quiet + 1 : 0;
                seen = now;
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    return;
                }
            }
            proxy.heal();
            proxy.cutAll();
        });
        healer.start();
        try {
            return operation.get();
        } finally {
            ended.set(true);
            proxy.heal();
        }
    }

    private void answerLostTo(String text, Runnable operation) {
        answerLost(text, () -> {
            operation.run();
            return null;
        });
    }

    @Test
    void everyOperationMayLoseItsAnswer() {
        DurableRunLedger run = answerLost("COMMIT", () -> ledger.begin(newRun));
        assertThat(run.runId()).isEqualTo(newRun.runId());
        assertThat(run.tryAcquireLeadership()).isTrue();
        assertThat(answerLost(
                        "COMMIT",
                        () -> run.beginListing(EntityType.TABLE, Entities.DATABASE, List.of("a", Entities.SCHEMA))))
                .containsExactly("a", Entities.SCHEMA);
        assertThat(answerLost("COMMIT", () -> run.plan(Entities.batches(0, 30, 10))))
                .isEqualTo(30);
        List<Claim> claims = answerLost("SKIP LOCKED", () -> run.claim(3));
        assertThat(claims).hasSize(3).allMatch(run::holds);
        Claim claim = claims.get(0);
        assertThat(answerLost("WITH held", () -> run.complete(claim, Entities.fingerprinted(claim))))
                .isTrue();
        assertThat(run.counts().ingested()).isEqualTo(10);
        answerLostTo(
                "COMMIT",
                () -> run.endListing(
                        EntityType.TABLE,
                        Entities.DATABASE,
                        List.of("a"),
                        Map.of("a", new Failure(FailureKind.TRANSIENT, "cut")),
                        Map.of("a", 3L)));
        answerLostTo("COMMIT", () -> run.deleted(EntityType.TABLE, Entities.SCHEMA_FQN, 2));
        answerLostTo("trawl.warning", () -> run.warning("once"));
        assertThat(run.counts()).isEqualTo(new Counts(30, 10, 0, 0, 3, 1, 2));
        answerLostTo("COMMIT", () -> run.wroteLate(claim, Entities.ids(claim)));
        assertThat(run.counts()).isEqualTo(new Counts(30, 0, 0, 0, 3, 1, 2));
        claims = run.claim(5);
        assertThat(claims).as("one batch for what was written late").hasSize(1);
        assertThat(answerLost("COMMIT", () -> run.advance(Phase.DISCOVERY, Phase.INGESTION)))
                .isTrue();
        answerLostTo("COMMIT", () -> run.end(State.FAILED, true));
        run.close();
        DurableRunLedger again = answerLost("COMMIT", () -> Entities.enter(ledger, newRun, RunStart::retry));
        assertThat(again.tryAcquireLeadership()).isTrue();
        assertThat(again.phase()).isEqualTo(Phase.DISCOVERY);
        assertThat(again.counts()).isEqualTo(new Counts(30, 0, 0, 0, 0, 0, 2));
        assertThat(again.report(State.FAILED).warnings()).containsExactly("once");
        assertThat(answerLost("COMMIT", () -> ledger.stop(null, newRun.runId())).run())
                .isEqualTo(newRun);
        again.close();
    }

    @Test
    void sendingMayLoseItsAnswer() {
        try (DurableRunLedger run = Entities.planned(ledger, newRun, 50, 10)) {
            List<Dispatch> sent = answerLost("SKIP LOCKED", () -> run.dispatch(3, HOUR));
            assertThat(sent).extracting(Dispatch::batch).containsExactly(0L, 1L, 2L);
            assertThat(sent).allMatch(each -> each.sendCount() == 1);
            sent = answerLost("priority", () -> run.dispatch(1, HOUR));
            assertThat(sent).extracting(Dispatch::batch).containsExactly(3L);
            assertThat(sent).allMatch(each -> each.sendCount() == 1);
            answerLostTo("send_due", () -> run.markUnsent(List.of(1L, 3L)));
            assertThat(run.dispatch(9, HOUR))
                    .allMatch(each -> each.sendCount() == 1)
                    .extracting(Dispatch::batch)
                    .containsExactly(1L, 3L, 4L);
            assertThat(answerLost("trawl.batch", () -> run.inFlight(List.of(1L, 9L))))
                    .containsExactly(1L);

            DurableRunLedger worker = answerLost("trawl.run_session", () -> Entities.work(ledger, newRun));
            for (String lost : List.of("nextval", "priority")) {
                long batch = lost.equals("nextval") ? 1 : 2;
                Claim claim = answerLost(lost, () -> Entities.granted(worker, batch));
                assertThat(worker.holds(claim)).isTrue();
                assertThat(worker.complete(claim, Entities.ingested(claim))).isTrue();
                assertThat(answerLost("pause", () -> worker.claimBatch(batch))).isEqualTo(new BatchClaim.NotNeeded());
            }
            assertThat(run.counts().ingested()).isEqualTo(20);
            assertThat(run.report(State.SUCCESS).repeated()).isZero();
            worker.close();

            answerLostTo("handed_over_until", () -> run.handOver(HOUR));
            assertThat(ledger.run(null, newRun.runId()).orElseThrow().state()).isEqualTo(State.RUNNING);
            assertThat(answerLost("handed_over_until", () -> ledger.leaderless(newRun.mode())))
                    .anyMatch(each -> each.run().equals(newRun));
        }
    }

    @Test
    void connectionsThatBreakInMidOperation() {
        long seed = System.nanoTime();
        try (DurableRunLedger run = Entities.planned(ledger, newRun, 1_000, 10)) {
            proxy.cutSometimes(0.1, seed);
            Set<String> seen = new HashSet<>();
            Waiting.until("everything is done", () -> {
                for (Claim claim : run.claim(3)) {
                    assertThat(seen.addAll(Entities.ids(claim))).isTrue();
                    assertThat(run.complete(claim, Entities.ingested(claim))).isTrue();
                }
                return run.counts().done() == 1_000;
            });
            proxy.heal();
            assertThat(seen).hasSize(1_000);
            assertThat(run.counts()).isEqualTo(new Counts(1_000, 1_000, 0, 0, 0, 0, 0));
            assertThat(run.report(State.SUCCESS).repeated()).isZero();
            assertThat(run.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
        }
    }

    @Test
    void backendsThatAreTerminated() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger successes = new AtomicInteger();
        Thread killer = new Thread(() -> {
            int seen = -1;
            while (!ended.get()) {
                if (successes.get() == seen) {
                    Thread.onSpinWait(); // something is to succeed between two faults
                    continue;
                }
                seen = successes.get();
                TestServer.shared()
                        .execute(
                                "postgres",
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                                        + " 'trawl-ledger' AND query LIKE '%trawl.%' ORDER BY random() LIMIT 1");
            }
        });
        try (DurableRunLedger run = Entities.planned(ledger, newRun, 500, 10)) {
            killer.start();
            Set<String> seen = new HashSet<>();
            for (int i = 500; i < 520; i++) {
                assertThat(run.plan(Entities.batches(i, 1, 1))).isEqualTo(1);
                successes.incrementAndGet();
            }
            while (seen.size() < 520) {
                for (Claim claim : run.claim(2)) {
                    assertThat(seen.addAll(Entities.ids(claim))).isTrue();
                    assertThat(run.complete(claim, Entities.ingested(claim))).isTrue();
                    successes.incrementAndGet();
                }
            }
            ended.set(true);
            killer.join();
            assertThat(run.counts()).isEqualTo(new Counts(520, 520, 0, 0, 0, 0, 0));
        } finally {
            ended.set(true);
        }
    }

    @Test
    void patienceEndsInOneLine() {
        try (PostgresLedger hasty = PostgresLedger.open(
                        TestServer.config(proxy.hostPort(), LEASE), ConnectRetry.none(), Duration.ofMillis(500));
                DurableRunLedger run = hasty.begin(newRun)) {
            proxy.refuse();
            proxy.cutAll();
            assertThatThrownBy(() -> run.claim(1))
                    .isInstanceOf(TrawlException.class)
                    .hasMessageStartingWith("ledger at " + proxy.hostPort() + "/postgres: gave up after ")
                    .satisfies(e -> assertThat(((TrawlException) e).kind()).isEqualTo(FailureKind.TRANSIENT));
        }
    }

    @Test
    void theServerIsRestartedInMidRun() throws InterruptedException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                PostgresLedger own = TestServer.open(server.hostPort(), LEASE);
                DurableRunLedger run = Entities.planned(own, newRun, 30, 10)) {
            List<Claim> claims = run.claim(2);
            Thread restart = new Thread(server::restart);
            restart.start();
            for (Claim claim : claims) {
                assertThat(run.complete(claim, Entities.ingested(claim))).isTrue();
            }
            assertThat(run.claim(5)).hasSize(1);
            assertThat(run.counts().ingested()).isEqualTo(20);
            restart.join();
        }
    }
}
