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
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.report.Report.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two threads tell six, who are told of everything twice; some of it is lost. */
@Tag("processes")
class DispatchConcurrencyTest {

    private static final int ENTITIES = 2_000;

    private final BlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    private final Map<Long, Claim> held = new ConcurrentHashMap<>();
    private final Map<String, Integer> completed = new ConcurrentHashMap<>();
    private final Map<String, Boolean> sends = new ConcurrentHashMap<>();

    @Test
    void everyBatchIsGrantedToOneAtATime() throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        NewRun newRun = Entities.run("sent " + Entities.newId(), "catalog " + Entities.newId());
        List<PostgresLedger> ledgers = new ArrayList<>();
        List<DurableRunLedger> runs = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 4; i++) {
                PostgresLedger ledger = TestServer.open(Duration.ofSeconds(30));
                ledgers.add(ledger);
                runs.add(
                        i == 0
                                ? ledger.begin(newRun)
                                : ledger.work(newRun.workflow(), newRun.runId(), newRun.digest())
                                        .orElseThrow());
            }
            DurableRunLedger leader = runs.get(0);
            leader.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA));
            leader.plan(Entities.batches(0, ENTITIES, 2));
            assertThat(leader.advance(Phase.DISCOVERY, Phase.INGESTION)).isTrue();
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(seed + i);
                DurableRunLedger worker = runs.get(1 + i % 3);
                tasks.add(i < 2 ? () -> tell(leader, random) : () -> work(worker, random));
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
            assertThat(completed).hasSize(ENTITIES);
            assertThat(completed.values()).containsOnly(1);
            assertThat(leader.counts()).isEqualTo(new Counts(ENTITIES, ENTITIES, 0, 0, 0, 0, 0));
        } finally {
            threads.shutdownNow();
            runs.forEach(DurableRunLedger::close);
            ledgers.forEach(PostgresLedger::close);
        }
    }

    private Void tell(DurableRunLedger leader, Random random) {
        while (leader.phase() != Phase.DELETION) {
            for (Dispatch each : leader.dispatch(1 + random.nextInt(20), Duration.ofMillis(200))) {
                assertThat(sends.put(each.batch() + " " + each.sendCount(), true))
                        .as("sent once of each telling")
                        .isNull();
                if (random.nextInt(10) > 0) {
                    sent.add(each.batch());
                    sent.add(each.batch());
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
            if (batch != null && worker.claimBatch(batch.longValue()) instanceof BatchClaim.Granted granted) {
                Claim claim = granted.claim();
                assertThat(claim.batch()).isEqualTo(batch);
                assertThat(held.put(batch, claim)).as("somebody else's").isNull();
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
        for (EntityDescriptor each : claim.descriptors()) {
            completed.merge(each.id(), 1, Integer::sum);
        }
        return Entities.fingerprinted(claim);
    }
}
