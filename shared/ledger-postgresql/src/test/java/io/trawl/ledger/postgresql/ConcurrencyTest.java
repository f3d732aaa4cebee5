package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eight threads work on one run, over four ledgers: on what they find to claim, or on what they are sent. */
@Tag("processes")
class ConcurrencyTest {

    private static final int CLAIMED = 10_000;
    private static final int SENT = 2_000;

    private final long seed = System.nanoTime();
    private final NewRun newRun = Entities.run("together " + Entities.newId(), "catalog " + Entities.newId());
    private final List<PostgresLedger> ledgers = new ArrayList<>();
    private final List<DurableRunLedger> runs = new ArrayList<>();
    private final List<Callable<Void>> tasks = new ArrayList<>();

    private final Map<String, Integer> completed = new ConcurrentHashMap<>();
    private final AtomicInteger advanced = new AtomicInteger();
    private final BlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    private final Map<Long, Claim> held = new ConcurrentHashMap<>();
    private final Map<String, Boolean> sends = new ConcurrentHashMap<>();

    private void open(Function<PostgresLedger, DurableRunLedger> others) {
        System.err.println("seed " + seed);
        for (int i = 0; i < 4; i++) {
            ledgers.add(TestServer.open(Duration.ofSeconds(30)));
            runs.add(i == 0 ? ledgers.get(0).begin(newRun) : others.apply(ledgers.get(i)));
        }
    }

    @AfterEach
    void close() {
        runs.forEach(DurableRunLedger::close);
        ledgers.forEach(PostgresLedger::close);
    }

    private void runTasks(int entities) throws Exception {
        Waiting.together(tasks);
        assertThat(completed).hasSize(entities);
        assertThat(completed.values()).containsOnly(1);
        assertThat(runs.get(2).counts()).isEqualTo(new Counts(entities, entities, 0, 0, 0, 0, 0));
    }

    @Test
    void everyEntityIsCompletedOnceInEachPassAndTheRunAdvancesOnce() throws Exception {
        open(ledger -> Entities.enter(ledger, newRun, RunStart::join));
        tasks.add(() -> plan(runs.get(0)));
        for (int i = 0; i < 8; i++) {
            DurableRunLedger run = runs.get(i % 4);
            Random random = new Random(seed + i);
            tasks.add(() -> claim(run, random));
        }
        runTasks(CLAIMED);
        assertThat(advanced.get()).isEqualTo(1);
        assertThat(runs.get(3).phase()).isEqualTo(Phase.DELETION);
    }

    private Void plan(DurableRunLedger run) {
        assertThat(run.tryAcquireLeadership()).isTrue();
        for (int from = 0; from < CLAIMED; from += 500) {
            assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isFalse();
            Entities.plan(run, from, 500, 20);
        }
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        Waiting.until("every table was written", () -> run.advance(Phase.INGESTION, Phase.REFERENCES));
        Waiting.until("every reference was written", () -> run.advance(Phase.REFERENCES, Phase.DELETION));
        advanced.incrementAndGet();
        return null;
    }

    private Void claim(DurableRunLedger run, Random random) {
        while (run.phase() != Phase.DELETION) {
            for (Claim claim : run.claim(1 + random.nextInt(3))) {
                assertThat(run.complete(claim, outcome(claim, random.nextInt(5))))
                        .isTrue();
            }
        }
        return null;
    }

    /** Two threads send batches to six, each batch twice; some of it is lost. */
    @Test
    void everyBatchIsGrantedToOneAtATime() throws Exception {
        open(ledger -> Entities.work(ledger, newRun));
        DurableRunLedger leader = runs.get(0);
        Entities.plan(leader, 0, SENT, 2);
        assertThat(leader.advance(Phase.DISCOVERY, Phase.INGESTION)).isTrue();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(seed + i);
            DurableRunLedger worker = runs.get(1 + i % 3);
            tasks.add(i < 2 ? () -> send(leader, random) : () -> work(worker, random));
        }
        runTasks(SENT);
    }

    private Void send(DurableRunLedger leader, Random random) {
        while (leader.phase() != Phase.DELETION) {
            for (Dispatch each : leader.dispatch(1 + random.nextInt(20), Duration.ofMillis(200))) {
                assertThat(sends.put(each.batch() + " " + each.sendCount(), true))
                        .as("each dispatch is returned once")
                        .isNull();
                if (random.nextInt(10) > 0) {
                    sent.addAll(List.of(each.batch(), each.batch()));
                }
            }
            leader.advance(Phase.INGESTION, Phase.REFERENCES);
            leader.advance(Phase.REFERENCES, Phase.DELETION);
        }
        return null;
    }

    private Void work(DurableRunLedger worker, Random random) throws InterruptedException {
        while (worker.phase() != Phase.DELETION) {
            Long batch = sent.poll(10, TimeUnit.MILLISECONDS);
            if (batch != null && worker.claimBatch(batch) instanceof BatchClaim.Granted granted) {
                Claim claim = granted.claim();
                assertThat(claim.batch()).isEqualTo(batch);
                assertThat(held.put(batch, claim)).as("another worker's claim").isNull();
                Completion completion = outcome(claim, random.nextInt(5));
                held.remove(batch);
                assertThat(worker.complete(claim, completion)).isTrue();
            }
        }
        return null;
    }

    /** Some are tried again, some wait for their foreign keys, most are done. */
    private Completion outcome(Claim claim, int chance) {
        if (chance == 0 && claim.attempt() < 3) {
            return Entities.again(claim, Duration.ofMillis(1));
        }
        if (chance == 1 && claim.pass() == Pass.ENTITIES) {
            return Entities.deferred(claim);
        }
        Entities.ids(claim).forEach(id -> completed.merge(id, 1, Integer::sum));
        return Entities.fingerprinted(claim);
    }
}
