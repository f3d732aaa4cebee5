package io.trawl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trawl.api.Providers;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a pod waits for what it cannot do at once. */
@QuarkusTest
@QuarkusTestResource(Warehouse.class)
@Timeout(60)
class ShardBatchesTest {

    /** How a share ended. */
    private record Ended(int open, int exitCode, boolean starved) {}

    private static Ended work(PlannedRun run, Duration connection, Duration lease, boolean stopped) {
        Workflow workflow = Warehouse.workflow(run.workflow);
        try (DurableLedger ledger =
                        new IngestionEngine().ledger(workflow.execution().ledger());
                Connectors connectors = Connectors.open(workflow, ledger, Providers.load());
                DurableRunLedger record =
                        ledger.work(run.workflow, run.id, workflow.digest()).orElseThrow()) {
            ShardBatches share = new ShardBatches(
                    new PodArguments(run.workflow, run.id, 0, 1),
                    record,
                    connectors.source(),
                    new BatchWork(connectors, record, 1, new Random(1), RunListener.NONE),
                    connection,
                    lease);
            if (stopped) {
                share.stop();
            }
            int open = share.work();
            return new Ended(open, share.tally().exitCode(open), share.isStarved());
        }
    }

    private static Ended work(PlannedRun run) {
        return work(run, Duration.ofSeconds(20), Duration.ofSeconds(20), false);
    }

    private static Claim granted(PlannedRun run, String table) {
        return ((BatchClaim.Granted) run.ledger.claimBatch(run.batch(table))).claim();
    }

    /** A table has failed, and is to be tried again after a pause. */
    private static void pauses(PlannedRun run, String table, Duration pause) {
        Claim claim = granted(run, table);
        Outcome.Failed failed = new Outcome.Failed(claim.descriptors().get(0), FailureKind.TRANSIENT, "not now");
        run.ledger.complete(
                claim, new Completion(List.of(), List.of(), List.of(failed), pause, Map.of(), Duration.ZERO));
    }

    private static int attempts(PlannedRun run, String table) {
        AtomicInteger attempts = new AtomicInteger();
        run.all.forEachEntity(run.workflow, run.id, entity -> {
            if (entity.id().endsWith("." + table)) {
                attempts.set(entity.attempts());
            }
        });
        return attempts.get();
    }

    @Test
    void aShortPauseIsWaitedFor() {
        try (PlannedRun run = new PlannedRun("shop")) {
            pauses(run, "orders", Duration.ofSeconds(1));
            assertThat(work(run)).isEqualTo(new Ended(0, 0, false));
            assertThat(attempts(run, "orders")).isEqualTo(2);
        }
    }

    @Test
    void aLongOneIsNotAndTheRestIsDone() {
        try (PlannedRun run = new PlannedRun("patient")) {
            pauses(run, "orders", Duration.ofHours(1));
            assertThat(work(run)).isEqualTo(new Ended(1, 75, false));
            assertThat(run.ledger.open(0, 1)).containsExactly(run.batch("orders"));
        }
    }

    @Test
    void whatSomebodyElseHasIsWaitedForUntilItIsGivenBack() throws Exception {
        try (PlannedRun run = new PlannedRun("shop")) {
            Claim theirs = granted(run, "orders");
            Thread giver = new Thread(() -> {
                while (run.ledger.open(0, 1).size() > 1) {
                    Thread.onSpinWait(); // until all but theirs is done
                }
                run.ledger.release(theirs);
            });
            giver.start();
            assertThat(work(run)).isEqualTo(new Ended(0, 0, false));
            giver.join();
        }
    }

    @Test
    void butNotForEver() {
        try (PlannedRun run = new PlannedRun("shop")) {
            granted(run, "orders");
            assertThat(work(run, Duration.ofSeconds(20), Duration.ofMillis(600), false))
                    .isEqualTo(new Ended(1, 75, false));
            assertThat(run.ledger.open(0, 1)).isEqualTo(List.of(run.batch("orders")));
        }
    }

    @Test
    void noConnectionWithinTheBudget() throws Exception {
        try (PlannedRun run = new PlannedRun("narrow");
                ConnectionBudget.Lease taken = run.takeConnection()) {
            assertThat(taken).isNotNull();
            assertThat(work(run, Duration.ofMillis(200), Duration.ofSeconds(20), false))
                    .isEqualTo(new Ended(2, 75, true));
        }
    }

    @Test
    void oneConnectionIsEnough() {
        try (PlannedRun run = new PlannedRun("narrow")) {
            assertThat(work(run)).isEqualTo(new Ended(0, 0, false));
        }
    }

    @Test
    void whoIsToStopBeginsNothing() {
        try (PlannedRun run = new PlannedRun("shop")) {
            assertThat(work(run, Duration.ofSeconds(20), Duration.ofSeconds(20), true))
                    .isEqualTo(new Ended(2, 75, false));
        }
    }
}
