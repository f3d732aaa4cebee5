package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints figures: {@code ./mvnw -Pslow -pl shared/ledger-postgresql -am verify -Dtest=LedgerSpeedTest}. */
@Tag("slow")
class LedgerSpeedTest {

    private static final int WINDOW = 10_000;

    @Test
    void entitiesPerSecond() throws InterruptedException {
        try (PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE)) {
            for (int round = 1; round <= 3; round++) {
                for (int threads = 1; threads <= 2; threads++) {
                    for (int batch : new int[] {100, 250}) {
                        measure(ledger, 50_000, batch, threads);
                    }
                }
            }
            measure(ledger, 5_000, 1, 1);
            measure(ledger, 5_000, 1, 2);
            printHotUpdates();
        }
    }

    @Test
    void toldPerSecond() {
        try (PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE)) {
            for (int round = 1; round <= 3; round++) {
                tell(ledger, 20_000);
            }
            printHotUpdates();
        }
    }

    private static void tell(PostgresLedger ledger, int entities) {
        NewRun newRun = Entities.run("sent " + Entities.newId(), "catalog " + Entities.newId());
        try (DurableRunLedger run = ledger.begin(newRun);
                DurableRunLedger worker = Entities.work(ledger, newRun)) {
            plan(run, 0, entities, 1);
            long sending = 0;
            long claiming = 0;
            long completing = 0;
            List<Dispatch> sent;
            do {
                long start = System.nanoTime();
                sent = run.dispatch(256, Duration.ofHours(1));
                sending += System.nanoTime() - start;
                for (Dispatch each : sent) {
                    start = System.nanoTime();
                    Claim claim = ((BatchClaim.Granted) worker.claimBatch(each.batch())).claim();
                    claiming += System.nanoTime() - start;
                    start = System.nanoTime();
                    assertThat(worker.complete(claim, Entities.fingerprinted(claim)))
                            .isTrue();
                    completing += System.nanoTime() - start;
                }
            } while (!sent.isEmpty());
            System.out.printf(
                    "batches of 1, 256 at a time: told of %,.0f/s; each claimed in %.2f ms, completed in %.2f ms%n",
                    entities / (sending / 1e9), claiming / 1e6 / entities, completing / 1e6 / entities);
            assertThat(run.counts().ingested()).isEqualTo(entities);
        }
    }

    /** The share of updates that touched no index. */
    private static void printHotUpdates() {
        String updates = "SELECT string_agg(relname || ': ' || n_tup_upd || ' updates, ' || n_tup_hot_upd"
                + " || ' touched no index', E'\\n' ORDER BY n_tup_upd DESC)"
                + " FROM pg_stat_user_tables WHERE schemaname = 'trawl' AND n_tup_upd > 0";
        System.out.println(TestServer.ask(TestServer.shared(), updates, String.class));
    }

    private static void measure(PostgresLedger ledger, int entities, int batch, int threads)
            throws InterruptedException {
        try (DurableRunLedger run =
                ledger.begin(Entities.run("speed " + Entities.newId(), "catalog " + Entities.newId()))) {
            long start = System.nanoTime();
            plan(run, 0, entities, batch);
            double planned = since(start);
            start = System.nanoTime();
            assertThat(work(run, threads, entities)).isEqualTo(entities);
            double worked = since(start);
            System.out.printf(
                    "batches of %3d, %d threads: plan %,7.0f/s, claim and complete %,7.0f/s%n",
                    batch, threads, entities / planned, entities / worked);
            run.end(Report.State.SUCCESS, false);
        }
    }

    private static void plan(DurableRunLedger run, int from, int entities, int batch) {
        for (int at = from; at < from + entities; at += WINDOW) {
            Entities.plan(run, at, Math.min(WINDOW, from + entities - at), batch);
        }
    }

    private static long work(DurableRunLedger run, int threads, int most) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> {
                List<Claim> claims;
                while (done.get() < most && !(claims = run.claim(2)).isEmpty()) {
                    for (Claim claim : claims) {
                        run.complete(claim, Entities.fingerprinted(claim));
                        done.addAndGet(claim.descriptors().size());
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return done.get();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
