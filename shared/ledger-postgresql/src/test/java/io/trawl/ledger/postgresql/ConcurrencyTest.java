package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.report.Report.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eight threads over four ledgers work on one run while it is planned. */
@Tag("processes")
class ConcurrencyTest {

    private static final int ENTITIES = 10_000;

    private final Map<String, Integer> completed = new ConcurrentHashMap<>();
    private final AtomicInteger advanced = new AtomicInteger();

    @Test
    void everyEntityIsCompletedOnceInEachPassAndTheRunAdvancesOnce() throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        NewRun newRun = Entities.run("together " + Entities.newId(), "catalog " + Entities.newId());
        List<PostgresLedger> ledgers = new ArrayList<>();
        List<DurableRunLedger> runs = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(9);
        try {
            for (int i = 0; i < 4; i++) {
                PostgresLedger ledger = TestServer.open(Duration.ofSeconds(30));
                ledgers.add(ledger);
                runs.add(
                        i == 0
                                ? ledger.begin(newRun)
                                : ledger.enter(newRun.workflow(), RunStart.join(newRun.runId()), newRun.digest()));
            }
            List<Callable<Void>> tasks = new ArrayList<>();
            tasks.add(() -> plan(runs.get(0)));
            for (int i = 0; i < 8; i++) {
                DurableRunLedger run = runs.get(i % 4);
                Random random = new Random(seed + i);
                tasks.add(() -> work(run, random));
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
            assertThat(advanced.get()).isEqualTo(1);
            assertThat(completed).hasSize(ENTITIES);
            assertThat(completed.values()).containsOnly(1);
            assertThat(runs.get(2).counts()).isEqualTo(new Counts(ENTITIES, ENTITIES, 0, 0, 0, 0, 0));
            assertThat(runs.get(3).phase()).isEqualTo(Phase.DELETION);
        } finally {
            threads.shutdownNow();
            runs.forEach(DurableRunLedger::close);
            ledgers.forEach(PostgresLedger::close);
        }
    }

    private Void plan(DurableRunLedger run) {
        assertThat(run.tryAcquireLeadership()).isTrue();
        run.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA));
        for (int from = 0; from < ENTITIES; from += 500) {
            assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isFalse();
            assertThat(run.plan(Entities.batches(from, 500, 20))).isEqualTo(500);
        }
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        Waiting.until("every table was written", () -> run.advance(Phase.INGESTION, Phase.REFERENCES));
        Waiting.until("every reference was written", () -> run.advance(Phase.REFERENCES, Phase.DELETION));
        advanced.incrementAndGet();
        return null;
    }

    private Void work(DurableRunLedger run, Random random) {
        Phase phase = run.phase();
        while (phase != Phase.DELETION) {
            for (Claim claim : run.claim(1 + random.nextInt(3))) {
                assertThat(run.complete(claim, outcome(claim, random.nextInt(5))))
                        .isTrue();
            }
            phase = run.phase();
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
        for (EntityDescriptor each : claim.descriptors()) {
            completed.merge(each.id(), 1, Integer::sum);
        }
        return Entities.fingerprinted(claim);
    }
}
