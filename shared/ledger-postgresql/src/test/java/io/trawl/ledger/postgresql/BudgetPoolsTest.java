package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.source.jdbc.JdbcSessions;
import io.trawl.source.kit.SessionPool;
import io.trawl.testkit.ConnectionSampler;
import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools of several processes and a real source, through the shared budget. */
@Tag("processes")
@Timeout(120)
class BudgetPoolsTest {

    private static final Duration LEASE = Duration.ofSeconds(3);

    @Test
    void theSourceNeverSeesMoreThanTheBudgetFromFourPools() throws Exception {
        long seed = System.nanoTime();
        System.out.println("BudgetPoolsTest seed " + seed);
        List<SharedConnectionBudget> budgets = new ArrayList<>();
        List<SessionPool<Connection>> pools = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try (EmbeddedDatabase ledgerServer = EmbeddedDatabase.start();
                EmbeddedDatabase source = EmbeddedDatabase.start();
                ConnectionSampler sampler = ConnectionSampler.start(source)) {
            BudgetLedger ledger = new BudgetLedger(ledgerServer);
            source.createDatabase("other");
            JdbcSessions connector = database -> DriverManager.getConnection(TestServer.url(source.hostPort(), database)
                    + "?user=" + EmbeddedDatabase.USERNAME + "&ApplicationName=trawl");
            List<Future<String>> answers = new ArrayList<>();
            for (int process = 0; process < 4; process++) {
                SharedConnectionBudget budget = ledger.budget(3, LEASE);
                budgets.add(budget);
                SessionPool<Connection> pool = new SessionPool<>(
                        connector,
                        budget,
                        SessionPool.BACKOFF,
                        Duration.ofSeconds(60),
                        Clock.systemUTC(),
                        new SplittableRandom(seed));
                pools.add(pool);
                Random random = new Random(seed + process);
                for (int i = 0; i < 60; i++) {
                    String database = random.nextInt(20) == 0 ? "other" : EmbeddedDatabase.DATABASE;
                    answers.add(threads.submit(() -> pool.with(database, connection -> {
                        connection.createStatement().execute("SELECT pg_sleep(0.01)");
                        return connection.getCatalog();
                    })));
                }
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isIn("other", EmbeddedDatabase.DATABASE);
            }
            assertThat(sampler.max()).isBetween(2, 3);
            pools.forEach(SessionPool::close);
            budgets.forEach(SharedConnectionBudget::close);
            assertThat(ledger.owned()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
