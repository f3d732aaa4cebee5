package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.EntityType;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.StatementLog;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an operation costs in statements, however many entities it is about. */
class StatementCountTest {

    private <T> T counted(StatementLog log, int expected, Supplier<T> operation) {
        StatementLog.Mark before = log.mark();
        T answer = operation.get();
        assertThat(log.since(before).statements("trawl-ledger")).hasSize(expected);
        return answer;
    }

    @Test
    void statements() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(StatementLog.settings());
                PostgresLedger ledger = TestServer.open(server.hostPort(), Duration.ofSeconds(600));
                DurableRunLedger run = Entities.planned(ledger, Entities.run("counted", "catalog"), 2_000, 100)) {
            StatementLog log = new StatementLog(server);
            run.plan(Entities.batches(2_000, 100, 100));
            assertThat(run.tryAcquireLeadership()).isTrue();
            // BEGIN, numbers, entities, COMMIT
            counted(log, 4, () -> run.plan(Entities.batches(2_100, 5_000, 100)));
            List<Claim> claims = counted(log, 2, () -> run.claim(5));
            assertThat(claims).hasSize(5);
            // BEGIN, fence, forget, add, count, COMMIT
            counted(log, 6, () -> {
                run.hierarchyRefused(List.of(LedgerContract.refused(EntityType.TAG, "c.t")));
                return null;
            });
            counted(log, 3, () -> run.claim(5)).forEach(run::release);
            run.hierarchyRefused(List.of());
            counted(log, 1, () -> run.complete(claims.get(0), Entities.fingerprinted(claims.get(0))));
            counted(log, 1, () -> run.lastFingerprints(claims.get(1).descriptors()));
            counted(log, 0, () -> run.unaltered(claims.get(1).descriptors(), 7)); // none has a version
            counted(log, 1, run::counts);
            List<Dispatch> sent = counted(log, 2, () -> run.dispatch(64, Duration.ofHours(1)));
            assertThat(sent).hasSize(64);
            counted(
                    log,
                    1,
                    () -> run.inFlight(sent.stream().map(Dispatch::batch).toList()));
            counted(log, 1, () -> {
                run.markUnsent(List.of(sent.get(0).batch(), sent.get(1).batch()));
                return null;
            });
            long batch = sent.get(2).batch();
            assertThat(counted(log, 2, () -> run.claimBatch(batch))).isInstanceOf(BatchClaim.Granted.class);
            assertThat(counted(log, 2, () -> run.claimBatch(batch))).isInstanceOf(BatchClaim.NotNeeded.class);
            assertThat(counted(log, 2, () -> run.claimBatch(0L))).isInstanceOf(BatchClaim.NotNeeded.class);
            try (DurableRunLedger worker = counted(log, 2, () -> ledger.work("counted", run.runId(), "digest"))
                    .orElseThrow()) {
                assertThat(worker.runId()).isEqualTo(run.runId());
            }
            counted(log, 2, () -> ledger.leaderless("local"));
            assertThat(counted(log, 1, () -> run.open(0, 2))).isNotEmpty();
            counted(log, 1, run::openWork);
            counted(log, 1, () -> ledger.pace("counted"));
            counted(log, 0, run::tryAcquireLeadership);
            counted(log, 0, () -> run.holds(claims.get(1)));
            counted(log, 0, run::isStopRequested);
            counted(log, 0, run::active);
        }
    }
}
