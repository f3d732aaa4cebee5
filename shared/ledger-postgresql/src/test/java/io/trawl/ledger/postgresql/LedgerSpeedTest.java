package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    void entitiesPerSecond() throws InterruptedException, SQLException {
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
    void toldPerSecond() throws SQLException {
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
    private static void printHotUpdates() throws SQLException {
        try (Connection connection = TestServer.shared().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet rows =
                    statement.executeQuery("SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables"
                            + " WHERE schemaname = 'trawl' AND n_tup_upd > 0 ORDER BY 2 DESC")) {
                while (rows.next()) {
                    System.out.printf(
                            "%s: %,d updates, %,d touched no index%n",
                            rows.getString(1), rows.getLong(2), rows.getLong(3));
                }
            }
        }
    }

    @Test
    void aMillion() throws InterruptedException {
        try (PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE);
                DurableRunLedger run = ledger.begin(Entities.run("million", "catalog"))) {
            for (int from = 0; from < 1_000_000; from += 100_000) {
                long start = System.nanoTime();
                plan(run, from, 100_000, 100);
                System.out.printf("planned %,9d: %6.2f s per 100,000%n", from + 100_000, since(start));
            }
            AtomicLong done = new AtomicLong();
            while (done.get() < 1_000_000) {
                long start = System.nanoTime();
                done.addAndGet(work(run, 2, 100_000));
                System.out.printf(
                        "done    %,9d: %6.2f s per 100,000, heap %d MiB%n",
                        done.get(),
                        since(start),
                        (Runtime.getRuntime().totalMemory()
                                        - Runtime.getRuntime().freeMemory())
                                >> 20);
            }
            long start = System.nanoTime();
            assertThat(run.counts().ingested()).isEqualTo(1_000_000);
            System.out.printf("counts: %.3f s%n", since(start));
            start = System.nanoTime();
            assertThat(run.report(Report.State.SUCCESS).bySchema()).hasSize(1);
            System.out.printf("report: %.3f s%n", since(start));
            start = System.nanoTime();
            AtomicLong seen = new AtomicLong();
            ledger.forEachEntity("million", run.runId(), entity -> seen.incrementAndGet());
            assertThat(seen.get()).isEqualTo(1_000_000);
            System.out.printf("every entity: %.3f s%n", since(start));
        }
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
