package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.LedgerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of one workflow after and beside each other. */
class RunsTest {

    private final String workflow = "runs " + Entities.newId();
    private final String catalog = "catalog " + Entities.newId();
    private final PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE);

    @AfterEach
    void end() {
        ledger.close();
    }

    private NewRun newRun() {
        return Entities.run(workflow, catalog);
    }

    private DurableRunLedger planned(int entities, int batchSize) {
        DurableRunLedger run = ledger.begin(newRun());
        run.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA));
        run.plan(Entities.batches(0, entities, batchSize));
        return run;
    }

    private DurableRunLedger enter(DurableRunLedger run, Function<String, RunStart.Existing> how) {
        return ledger.enter(workflow, how.apply(run.runId()), Entities.DIGEST);
    }

    private String refusal(DurableRunLedger run, Function<String, RunStart.Existing> how) {
        TrawlException refused = catchThrowableOfType(TrawlException.class, () -> enter(run, how));
        assertThat(refused.kind()).isEqualTo(FailureKind.INVALID);
        return refused.getMessage();
    }

    private State state(DurableRunLedger run) {
        return ledger.run(workflow, run.runId()).orElseThrow().state();
    }

    @Test
    void aSecondRunIsRefusedWhileOneIsUnderWay() {
        try (DurableRunLedger first = planned(20, 10)) {
            Claim claim = first.claim(1).get(0);
            first.complete(claim, Entities.ingested(claim));
            assertThatThrownBy(() -> ledger.begin(newRun()))
                    .isInstanceOf(TrawlException.class)
                    .hasMessageMatching("run " + first.runId() + " of workflow '" + workflow
                            + "' is under way \\(10 of 20 entities, last seen \\d+ s ago\\): join it with ingest --join "
                            + first.runId() + ", continue it with resume " + first.runId()
                            + " if its process is gone, or stop it with stop " + first.runId());
        }
    }

    @Test
    void ofTwoThatBeginAtOnceOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (PostgresLedger other = TestServer.open(LedgerConfig.DEFAULT_LEASE)) {
            List<Callable<Boolean>> beginners = new ArrayList<>();
            List<DurableRunLedger> begun = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 6; i++) {
                DurableLedger its = i % 2 == 0 ? ledger : other;
                beginners.add(() -> {
                    try {
                        return begun.add(its.begin(newRun()));
                    } catch (TrawlException e) {
                        assertThat(e).hasMessageContaining("is under way");
                        return false;
                    }
                });
            }
            int winners = 0;
            for (Future<Boolean> beginner : threads.invokeAll(beginners)) {
                winners += beginner.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            begun.forEach(DurableRunLedger::close);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anInterruptedRunGoesOnWhereItStood() {
        DurableRunLedger first = planned(20, 10);
        Claim done = first.claim(1).get(0);
        first.complete(done, Entities.ingested(done));
        first.claim(1);
        first.endListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA), Map.of(), Map.of());
        first.close();
        assertThat(state(first)).isEqualTo(State.INTERRUPTED);
        assertThat(refusal(first, RunStart::join))
                .isEqualTo("run " + first.runId() + " of workflow '" + workflow
                        + "' was interrupted: continue it with resume " + first.runId());
        try (DurableRunLedger second = enter(first, RunStart::resume)) {
            assertThat(state(first)).isEqualTo(State.RUNNING);
            assertThat(second.tryAcquireLeadership()).isTrue();
            assertThat(second.phase()).isEqualTo(Phase.DISCOVERY);
            assertThat(second.active()).isPositive();
            assertThat(second.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA)))
                    .isEmpty();
            assertThat(second.claim(5)).hasSize(1);
            assertThat(second.counts().done()).isEqualTo(10);
        }
    }

    @Test
    void aStoppedRunIsResumed() {
        DurableRunLedger first = planned(2, 1);
        first.stop();
        first.close();
        RunRecord stopped = ledger.run(workflow, Ledger.LATEST).orElseThrow();
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.phase()).isEqualTo(Phase.DISCOVERY);
        assertThat(stopped.endedAt()).isNotNull();
        assertThat(ledger.stop(workflow, first.runId()).state()).isEqualTo(State.STOPPED);
        try (DurableRunLedger second = enter(first, RunStart::resume)) {
            assertThat(second.isStopRequested()).isFalse();
            assertThat(second.claim(5)).hasSize(2);
            assertThat(ledger.run(workflow, first.runId()).orElseThrow().endedAt())
                    .isNull();
        }
    }

    @Test
    void aRunNobodyWorksOnIsStoppedAtOnce() {
        DurableRunLedger first = planned(2, 1);
        first.close();
        assertThat(ledger.stop(null, Ledger.LATEST).state()).isEqualTo(State.STOPPED);
        assertThat(first.phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void eachRefusalSaysWhatToDo() {
        DurableRunLedger first = planned(1, 1);
        Claim claim = first.claim(1).get(0);
        String name = "run " + first.runId() + " of workflow '" + workflow + "'";
        assertThat(refusal(first, RunStart::retry)).startsWith(name + " is under way (0 of 1 entities");
        first.complete(claim, Entities.ingested(claim));
        first.end(State.SUCCESS, true);
        first.close();
        assertThat(refusal(first, RunStart::join)).startsWith(name + " has ended (success): begin a new run");
        assertThat(refusal(first, RunStart::resume)).startsWith(name + " has ended (success): begin a new run");
        assertThat(refusal(first, RunStart::retry)).isEqualTo("nothing failed in " + name + ": nothing to retry");
        assertThatThrownBy(() -> ledger.stop(workflow, first.runId()))
                .hasMessage(name + " has ended (success): nothing to stop");
        assertThatThrownBy(() -> ledger.enter(workflow, RunStart.resume(first.runId()), "another"))
                .hasMessageStartingWith("the workflow has changed since run " + first.runId() + " began");
        assertThatThrownBy(() -> ledger.enter(workflow, RunStart.resume("nonsense"), Entities.DIGEST))
                .hasMessageStartingWith("run 'nonsense' of workflow '" + workflow + "' is not in the ledger");
        assertThatThrownBy(() -> ledger.enter("no such", RunStart.resume(Ledger.LATEST), Entities.DIGEST))
                .hasMessage("the ledger holds no run of workflow 'no such'");
        assertThatThrownBy(() -> ledger.report(workflow, "nonsense")).isInstanceOf(TrawlException.class);
        assertThatThrownBy(() -> ledger.forEachEntity(workflow, "nonsense", each -> {}))
                .isInstanceOf(TrawlException.class);
        assertThat(ledger.run(workflow, "nonsense")).isEmpty();
        try (DurableRunLedger later = ledger.begin(newRun())) {
            assertThat(refusal(first, RunStart::retry)).startsWith(name + " has been followed by run " + later.runId());
            ledger.stop(workflow, later.runId());
            assertThat(refusal(later, RunStart::join)).contains("is being stopped");
        }
    }

    @Test
    void whatFailedIsTriedAgain() {
        DurableRunLedger first = planned(250, 250);
        Claim claim = first.claim(1).get(0);
        first.complete(
                claim,
                Entities.each(
                        claim,
                        each -> each.name().endsWith("7")
                                ? new Outcome.Failed(each, FailureKind.INVALID, "no")
                                : new Outcome.Ingested(each)));
        first.beginListing(EntityType.TABLE, Entities.DATABASE, List.of("closed"));
        first.endListing(
                EntityType.TABLE,
                Entities.DATABASE,
                List.of("closed"),
                Map.of("closed", new Failure(FailureKind.PERMISSION, "no")),
                Map.of("closed", 2L));
        first.advance(Phase.DISCOVERY, Phase.DELETION);
        first.end(State.PARTIAL_SUCCESS, true);
        first.close();
        assertThat(first.counts()).isEqualTo(new Counts(250, 225, 0, 0, 2, 26, 0));
        try (DurableRunLedger second = enter(first, RunStart::retry)) {
            assertThat(second.phase()).isEqualTo(Phase.DISCOVERY);
            assertThat(second.counts()).isEqualTo(new Counts(250, 225, 0, 0, 0, 0, 0));
            assertThat(second.beginListing(EntityType.TABLE, Entities.DATABASE, List.of("closed", Entities.SCHEMA)))
                    .containsExactly("closed", Entities.SCHEMA);
            Claim again = second.claim(5).get(0);
            assertThat(again.attempt()).isEqualTo(1);
            assertThat(again.descriptors()).hasSize(25).allMatch(each -> each.name()
                    .endsWith("7"));
            second.complete(again, Entities.ingested(again));
            assertThat(second.claim(1)).isEmpty();
            assertThat(second.counts()).isEqualTo(new Counts(250, 250, 0, 0, 0, 0, 0));
            assertThat(second.report(State.SUCCESS).failures()).isEmpty();
        }
    }

    @Test
    void tenThousandFailuresAreOpenedInBatchesOfAHundred() {
        DurableRunLedger first = planned(10_000, 500);
        for (Claim claim : first.claim(20)) {
            first.complete(claim, Entities.each(claim, Entities::failed));
        }
        first.end(State.FAILED, true);
        first.close();
        try (DurableRunLedger second = enter(first, RunStart::retry)) {
            List<Claim> claims = second.claim(1_000);
            assertThat(claims)
                    .hasSize(100)
                    .allMatch(claim -> claim.descriptors().size() == 100);
        }
    }

    @Test
    void fingerprintsOutliveRunsAndHoldForOneCatalog() {
        List<EntityDescriptor> descriptors = Entities.batches(0, 3, 3).get(0);
        DurableRunLedger first = planned(3, 3);
        Claim claim = first.claim(1).get(0);
        first.complete(claim, Entities.fingerprinted(claim));
        first.end(State.SUCCESS, true);
        first.close();
        try (DurableRunLedger second = ledger.begin(newRun())) {
            assertThat(second.lastFingerprints(descriptors))
                    .hasSize(3)
                    .containsEntry(Entities.id("t0"), "print-" + Entities.id("t0"));
        }
        try (DurableRunLedger elsewhere = ledger.begin(Entities.run("other " + workflow, "other " + catalog))) {
            assertThat(elsewhere.lastFingerprints(descriptors)).isEmpty();
        }
        NewRun snapshot = Entities.run("snapshot " + workflow, null);
        try (DurableRunLedger file = ledger.begin(snapshot)) {
            file.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA));
            file.plan(Entities.batches(0, 3, 3));
            Claim written = file.claim(1).get(0);
            assertThat(file.complete(written, Entities.fingerprinted(written))).isTrue();
            assertThat(file.lastFingerprints(descriptors)).isEmpty();
        }
    }

    @Test
    void whatACompleteListingLacksLosesItsFingerprint() {
        List<EntityDescriptor> descriptors = Entities.batches(0, 4, 4).get(0);
        DurableRunLedger first = planned(4, 4);
        Claim claim = first.claim(1).get(0);
        first.complete(claim, Entities.fingerprinted(claim));
        first.end(State.SUCCESS, true);
        first.close();
        for (boolean complete : new boolean[] {false, true}) {
            DurableRunLedger second = planned(2, 2);
            second.endListing(
                    EntityType.TABLE,
                    Entities.DATABASE,
                    List.of(Entities.SCHEMA),
                    complete ? Map.of() : Map.of(Entities.SCHEMA, new Failure(FailureKind.TRANSIENT, "cut")),
                    Map.of());
            Claim some = second.claim(1).get(0);
            second.complete(some, Entities.each(some, Outcome.Unchanged::new));
            assertThat(second.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
            assertThat(second.lastFingerprints(descriptors)).hasSize(complete ? 2 : 4);
            if (complete) {
                second.deleted(EntityType.DATABASE_SCHEMA, "svc.db", 1);
                assertThat(second.lastFingerprints(descriptors))
                        .as("of this run")
                        .hasSize(2);
            }
            second.end(State.SUCCESS, true);
            second.close();
        }
    }

    @Test
    void oldRunsArePruned() {
        LedgerConfig keepTwo = new LedgerConfig(
                TestServer.config(TestServer.shared().hostPort(), LedgerConfig.DEFAULT_LEASE)
                        .url(),
                "postgres",
                null,
                LedgerConfig.DEFAULT_LEASE,
                2);
        List<String> begun = new ArrayList<>();
        try (PostgresLedger small = PostgresLedger.open(keepTwo, ConnectRetry.none(), Duration.ofSeconds(30))) {
            for (int i = 0; i < 4; i++) {
                try (DurableRunLedger run = small.begin(newRun())) {
                    run.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(Entities.SCHEMA));
                    run.plan(Entities.batches(0, 3, 3));
                    Claim claim = run.claim(1).get(0);
                    run.complete(claim, Entities.fingerprinted(claim));
                    run.warning("w");
                    run.end(State.SUCCESS, true);
                    begun.add(0, run.runId());
                    assertThat(run.lastFingerprints(claim.descriptors())).hasSize(3);
                }
            }
            assertThat(small.runs(workflow, 10).stream().map(run -> run.run().runId()))
                    .containsExactlyElementsOf(begun.subList(0, 2));
            assertThat(small.runs(null, 1)).hasSize(1);
            assertThat(small.report(workflow, begun.get(1)).entities().ingested())
                    .isEqualTo(3);
            assertThat(small.run(workflow, begun.get(3))).isEmpty();
        }
    }

    @Test
    void costsAreLearnedFromTheLastRun() {
        DurableRunLedger first = planned(4, 2);
        assertThat(first.learnedCosts(Entities.batches(0, 4, 4).get(0))).isEmpty();
        List<Claim> claims = first.claim(2);
        for (int i = 0; i < 2; i++) {
            Claim claim = claims.get(i);
            first.complete(
                    claim,
                    new Completion(
                            claim.descriptors().stream()
                                    .map(Outcome.Ingested::new)
                                    .toList(),
                            List.of(),
                            List.of(),
                            Duration.ZERO,
                            Map.of(),
                            Duration.ofMillis(i == 0 ? 10 : 90)));
        }
        first.end(State.SUCCESS, true);
        first.close();
        try (DurableRunLedger second = ledger.begin(newRun())) {
            // 100 ms for 40 units; t0 and t1 took 5 ms each, 2 units, and t2 and t3 45 ms each, 18 units.
            assertThat(second.learnedCosts(Entities.batches(0, 5, 5).get(0)))
                    .containsOnly(Map.entry(Entities.id("t0"), 6), Map.entry(Entities.id("t1"), 6));
            assertThat(second.learnedCosts(List.of(Entities.table(Entities.SCHEMA, "t2", 4))))
                    .containsOnly(Map.entry(Entities.id("t2"), 11));
        }
    }
}
