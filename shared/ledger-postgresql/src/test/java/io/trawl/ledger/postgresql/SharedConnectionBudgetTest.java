package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.StatementLog;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SharedConnectionBudgetTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SHORT_LEASE = Duration.ofMillis(1500);

    private static EmbeddedDatabase server;
    private static BudgetLedger ledger;

    private final List<SharedConnectionBudget> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start(StatementLog.settings());
        ledger = new BudgetLedger(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(SharedConnectionBudget::close);
        ledger.clear();
    }

    private SharedConnectionBudget budget(int size, Duration lease) {
        return opened(ledger.budget(size, lease));
    }

    private SharedConnectionBudget holdingOne(int size) throws InterruptedException {
        SharedConnectionBudget budget = budget(size, SHORT_LEASE);
        take(budget);
        return budget;
    }

    private SharedConnectionBudget budget(BudgetLedger.Gate gate, int size) {
        return opened(BudgetLedger.budget(gate, size, SHORT_LEASE));
    }

    private SharedConnectionBudget opened(SharedConnectionBudget budget) {
        opened.add(budget);
        return budget;
    }

    private static Lease take(ConnectionBudget budget) throws InterruptedException {
        Lease lease = budget.acquire(LONG);
        assertThat(lease).isNotNull();
        return lease;
    }

    private static void until(BooleanSupplier condition) {
        Waiting.until("the budget is so", condition);
    }

    /** Gives back what is above the limit or not held, as a pool does whose connections are all idle. */
    private static final class Holder {
        private final List<Lease> leases = new ArrayList<>();

        Holder(ConnectionBudget budget, int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                leases.add(take(budget));
            }
            budget.onPressure(() -> {
                synchronized (this) {
                    for (int i = leases.size() - 1; i >= 0; i--) {
                        if (!leases.get(i).isHeld() || leases.size() > budget.limit()) {
                            leases.remove(i).close();
                        }
                    }
                }
            });
        }

        synchronized int count() {
            return leases.size();
        }
    }

    @Tag("processes")
    @Test
    void neverLeasesMoreThanIsAllowedToEightProcessesOfTwentyThreads() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SharedConnectionBudgetTest seed " + seed);
        int size = 10;
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger mostRows = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int process = 0; process < 8; process++) {
            SharedConnectionBudget budget = budget(size, LEASE);
            for (int thread = 0; thread < 20; thread++) {
                Random random = new Random(seed + work.size());
                work.add(() -> {
                    try (Lease lease = take(budget)) {
                        most.accumulateAndGet(out.incrementAndGet(), Math::max);
                        if (random.nextInt(20) == 0) {
                            mostRows.accumulateAndGet((int) ledger.leases(), Math::max);
                        }
                        Thread.sleep(random.nextInt(20));
                        assertThat(lease.isHeld()).isTrue();
                        out.decrementAndGet();
                    }
                    return null;
                });
            }
        }
        Waiting.together(work);
        assertThat(most.get()).isBetween(2, size);
        assertThat(mostRows.get()).isBetween(0, size);
    }

    @Test
    void aReleasedLeaseEndsOnlyWhenTheSourceHasSeenTheEndOfItsConnection() throws Exception {
        SharedConnectionBudget first = budget(1, LEASE);
        SharedConnectionBudget second = budget(1, LEASE);
        Lease lease = take(first);
        OffsetDateTime before = ledger.now();
        lease.close();
        lease.close();
        take(second);
        OffsetDateTime since =
                ledger.ask("SELECT since FROM trawl.connection_lease WHERE owner IS NOT NULL", OffsetDateTime.class);
        assertThat(Duration.between(before, since)).isGreaterThanOrEqualTo(second.linger());
    }

    @Test
    void twoProcessesHaveFairShares() throws Exception {
        SharedConnectionBudget first = budget(5, SHORT_LEASE);
        Holder all = new Holder(first, 5);
        assertThat(first.limit()).isEqualTo(5);
        SharedConnectionBudget second = budget(5, SHORT_LEASE);
        Holder rest = new Holder(second, 2);
        until(() -> first.limit() + second.limit() == 5);
        until(() -> all.count() + rest.count() <= 5);
        assertThat(first.limit()).isBetween(2, 3);
        assertThat(all.count()).isBetween(2, 3);
        second.close();
        until(() -> first.limit() == 5);
    }

    @Test
    void whoHasNoneGetsOneThoughThereAreMoreProcessesThanConnections() throws Exception {
        SharedConnectionBudget first = budget(1, SHORT_LEASE);
        Holder holder = new Holder(first, 1);
        SharedConnectionBudget second = holdingOne(1);
        assertThat(holder.count()).isZero();
        assertThat(first.limit()).isEqualTo(1);
    }

    @Test
    void aRefusalHalvesForAllAndSuccessesBringItBack() throws Exception {
        SharedConnectionBudget first = budget(8, SHORT_LEASE);
        SharedConnectionBudget second = budget(8, SHORT_LEASE);
        Lease one = take(first);
        take(second);
        first.throttled();
        until(() -> first.limit() == 2);
        until(() -> second.limit() == 2);
        assertThat(ledger.allowed()).isEqualTo(4);
        assertThat(ledger.wasHalved()).isTrue();
        until(() -> {
            first.succeeded();
            second.succeeded();
            return first.limit() == 4 && second.limit() == 4;
        });
        assertThat(ledger.allowed()).isEqualTo(8);
        assertThat(one.isHeld()).isTrue();
    }

    @Test
    void refusalsWhileMoreAreOutThanAllowedAreNoNews() throws Exception {
        List<SharedConnectionBudget> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(budget(4, SHORT_LEASE));
            take(four.get(i));
        }
        four.get(0).throttled();
        until(() -> ledger.allowed() == 2);
        for (SharedConnectionBudget budget : four) {
            budget.throttled();
        }
        // Each has said so when it has renewed its lease once more.
        OffsetDateTime now = ledger.now();
        until(() -> ledger.ask(
                "SELECT min(until) - interval '1500 ms' > '" + now + "'::timestamptz + interval '1 s'"
                        + " FROM trawl.connection_lease",
                Boolean.class));
        assertThat(ledger.allowed()).isEqualTo(2);
    }

    @Test
    void theLeasesOfADeadProcessComeBackAndItKnows() throws Exception {
        BudgetLedger.Gate gate = new BudgetLedger.Gate(ledger.connections());
        SharedConnectionBudget dead = budget(gate, 2);
        List<Lease> leases = List.of(take(dead), take(dead));
        gate.shut();
        SharedConnectionBudget alive = holdingOne(2);
        assertThat(leases).noneMatch(Lease::isHeld);
        take(alive);
        gate.release();
    }

    @Test
    void aLeaseThatIsRenewedOutlastsItsLife() throws Exception {
        SharedConnectionBudget budget = budget(2, SHORT_LEASE);
        Lease lease = take(budget);
        OffsetDateTime end =
                ledger.ask("SELECT until + interval '1 s' FROM trawl.connection_lease", OffsetDateTime.class);
        until(() -> ledger.now().isAfter(end));
        assertThat(lease.isHeld()).isTrue();
        assertThat(ledger.leases()).isEqualTo(1);
    }

    @Test
    void whatWasLostIsAskedForAgainWhenItsConnectionIsClosed() throws Exception {
        SharedConnectionBudget budget = budget(1, SHORT_LEASE);
        Lease lease = take(budget);
        server.execute(EmbeddedDatabase.DATABASE, "DELETE FROM trawl.connection_lease");
        until(() -> !lease.isHeld());
        var next = budget.request();
        assertThat(budget.acquire(Duration.ofMillis(50))).isNull();
        lease.close();
        assertThat(next.join().isHeld()).isTrue();
    }

    @Test
    void aRestartOfTheLedgerIsOnlyADelay() throws Exception {
        try (EmbeddedDatabase own = EmbeddedDatabase.start()) {
            BudgetLedger there = new BudgetLedger(own);
            SharedConnectionBudget budget = opened(there.budget(2, LEASE));
            Lease lease = take(budget);
            own.stop();
            assertThat(budget.acquire(Duration.ofMillis(300))).isNull();
            until(() -> budget.exhausted(LONG).kind() == FailureKind.TRANSIENT);
            TrawlException failure = budget.exhausted(LONG);
            assertThat(failure).hasMessageStartingWith("no connection to db.example:5432 could be leased within 60 s");
            assertThat(failure.getMessage()).doesNotContain("\n");
            own.restart();
            take(budget);
            assertThat(lease.isHeld()).isTrue();
            assertThat(there.leases()).isEqualTo(2);
            assertThat(budget.exhausted(LONG).kind()).isEqualTo(FailureKind.THROTTLED);
            budget.close();
        }
    }

    @Test
    void closingGivesEverythingBack() throws Exception {
        SharedConnectionBudget budget = budget(3, LEASE);
        take(budget);
        take(budget);
        budget.close();
        budget.close();
        assertThat(ledger.owned()).isZero();
        assertThat(ledger.ask(
                        "SELECT count(*) FROM trawl.connection_member WHERE until > clock_timestamp()", Long.class))
                .isZero();
        assertThatThrownBy(budget::request).hasMessage("the connection budget of db.example:5432 is closed");
    }

    @Test
    void theLeastThatTheProcessesAtWorkAllowHoldsAndComesBackWhenOneEnds() throws Exception {
        SharedConnectionBudget large = budget(6, SHORT_LEASE);
        Holder six = new Holder(large, 6);
        SharedConnectionBudget small = holdingOne(2);
        assertThat(six.count()).isEqualTo(1);
        until(() -> large.limit() == 1);
        assertThat(ledger.sizeAndAllowed()).isEqualTo("2 2");
        assertThat(ledger.leases()).as("and what has ended is gone").isLessThanOrEqualTo(2);

        small.close();
        until(() -> large.limit() == 6);
        new Holder(large, 5);
        assertThat(ledger.sizeAndAllowed()).isEqualTo("6 6");
    }

    @Test
    void whatADeadProcessAllowedHoldsUntilItsLeaseEnds() throws Exception {
        BudgetLedger.Gate gate = new BudgetLedger.Gate(ledger.connections());
        take(budget(gate, 2));
        SharedConnectionBudget alive = holdingOne(5);
        assertThat(alive.limit()).isEqualTo(1);
        gate.shut();
        new Holder(alive, 4);
        assertThat(alive.limit()).isEqualTo(5);
        gate.release();
    }

    @Test
    void oneThatHasAndWantsNothingForALeaseIsNotAtWork() throws Exception {
        SharedConnectionBudget idle = budget(1, SHORT_LEASE);
        take(idle).close();
        SharedConnectionBudget busy = budget(3, SHORT_LEASE);
        new Holder(busy, 3);
        assertThat(busy.limit()).isEqualTo(3);
        idle.request();
        until(() -> busy.limit() == 1);
    }

    @Test
    void whatTheSourceHasRefusedIsNotForgottenWhenALowerLimitEnds() throws Exception {
        SharedConnectionBudget large = holdingOne(8);
        large.throttled();
        until(() -> large.limit() == 4);
        SharedConnectionBudget small = holdingOne(2);
        until(() -> large.limit() == 1);
        small.close();
        until(() -> large.limit() == 4);
        assertThat(ledger.wasHalved()).isTrue();
    }

    @Test
    void costsOneStatementToAcquireAndOneForEachRenewal() throws Exception {
        StatementLog log = new StatementLog(server);
        SharedConnectionBudget budget = budget(4, LEASE);
        StatementLog.Mark start = log.mark();
        Lease first = take(budget);
        StatementLog.Mark acquired = log.mark();
        assertThat(log.between(start, acquired).statements(BudgetLedger.APPLICATION))
                .hasSize(1);
        take(budget);
        assertThat(log.since(acquired).statements(BudgetLedger.APPLICATION)).hasSize(1);
        assertThat(first.isHeld()).isTrue();
        budget.close();
        ledger.clear();

        long begun = System.nanoTime();
        StatementLog.Mark renewal = log.mark();
        SharedConnectionBudget renewing = holdingOne(1);
        renewing.request(); // in vain: it has its share
        OffsetDateTime end = ledger.ask(
                "SELECT until + interval '1 s' FROM trawl.connection_lease WHERE owner IS NOT NULL",
                OffsetDateTime.class);
        until(() -> ledger.now().isAfter(end));
        int statements = log.since(renewal).statements(BudgetLedger.APPLICATION).size();
        long elapsed = System.nanoTime() - begun;
        assertThat(statements).isBetween(3, (int) (elapsed / (SHORT_LEASE.toNanos() / 3)) + 1);
    }

    @Test
    void aCallThatWasOvertakenChangesNothing() throws Exception {
        BudgetTable early = new BudgetTable(ledger.connections(), "me", "db", LEASE);
        BudgetTable late = new BudgetTable(ledger.connections(), "me", "db", LEASE);
        BudgetTable.Call call = new BudgetTable.Call(2, List.of(), 1, false, 0);
        assertThat(early.use(call).kept()).hasSize(1);
        assertThatThrownBy(() -> late.use(call))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("call 1 of me was overtaken by a later one");
        assertThat(ledger.leases()).isEqualTo(1);
    }

    @Test
    void whatWasGrantedButNeverHeardOfIsGivenBack() throws Exception {
        BudgetTable table = new BudgetTable(ledger.connections(), "me", "db", LEASE);
        table.use(new BudgetTable.Call(2, List.of(), 2, false, 0));
        assertThat(table.use(new BudgetTable.Call(null, List.of(), 0, false, 0)).kept())
                .isEmpty();
        assertThat(ledger.ask("SELECT count(*) FROM trawl.connection_lease WHERE owner = 'me'", Long.class))
                .isZero();
    }

    @Test
    void aSizeBelowOneIsRefused() {
        assertThatThrownBy(() -> ledger.budget(0, LEASE)).hasMessage("connection budget: 0 is below 1");
    }
}
