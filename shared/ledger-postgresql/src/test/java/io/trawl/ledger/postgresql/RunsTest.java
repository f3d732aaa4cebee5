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
import io.trawl.testkit.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        return Entities.planned(ledger, newRun(), entities, batchSize);
    }

    private static void end(DurableRunLedger run, State state) {
        run.end(state, true);
        run.close();
    }

    /** Lists tables of a schema. */
    private static void listed(DurableRunLedger run, String schema, Failure failure, long filtered) {
        run.beginListing(EntityType.TABLE, Entities.DATABASE, List.of(schema));
        Map<String, Failure> failures = failure == null ? Map.of() : Map.of(schema, failure);
        run.endListing(EntityType.TABLE, Entities.DATABASE, List.of(schema), failures, Map.of(schema, filtered));
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
            Entities.completeOne(first, Entities::ingested);
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
        List<DurableRunLedger> begun = Collections.synchronizedList(new ArrayList<>());
        try (PostgresLedger other = TestServer.open(LedgerConfig.DEFAULT_LEASE)) {
            List<Callable<Boolean>> beginners = new ArrayList<>();
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
            assertThat(Waiting.together(beginners)).containsOnlyOnce(true);
            begun.forEach(DurableRunLedger::close);
        }
    }

    @Test
    void anInterruptedRunGoesOnWhereItStood() {
        DurableRunLedger first = planned(20, 10);
        Entities.completeOne(first, Entities::ingested);
        first.claim(1);
        listed(first, Entities.SCHEMA, null, 0);
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
        end(first, State.SUCCESS);
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
        Function<EntityDescriptor, Outcome> outcome = each -> each.name().endsWith("7")
                ? new Outcome.Failed(each, FailureKind.INVALID, "no")
                : new Outcome.Ingested(each);
        Entities.completeOne(first, claim -> Entities.each(claim, outcome));
        listed(first, "closed", new Failure(FailureKind.PERMISSION, "no"), 2);
        first.advance(Phase.DISCOVERY, Phase.DELETION);
        end(first, State.PARTIAL_SUCCESS);
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
        end(first, State.FAILED);
        Set<String> ids = new HashSet<>();
        ledger.forEachEntity(workflow, first.runId(), entity -> assertThat(ids.add(entity.id()))
                .isTrue());
        assertThat(ids).as("of several pages").hasSize(10_000);
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
        Entities.completeOne(first, Entities::fingerprinted);
        end(first, State.SUCCESS);
        try (DurableRunLedger second = ledger.begin(newRun())) {
            assertThat(second.lastFingerprints(descriptors))
                    .hasSize(3)
                    .containsEntry(Entities.id("t0"), "print-" + Entities.id("t0"));
        }
        try (DurableRunLedger elsewhere = ledger.begin(Entities.run("other " + workflow, "other " + catalog))) {
            assertThat(elsewhere.lastFingerprints(descriptors)).isEmpty();
        }
        NewRun snapshot = Entities.run("snapshot " + workflow, null);
        try (DurableRunLedger file = Entities.planned(ledger, snapshot, 3, 3)) {
            Entities.completeOne(file, Entities::fingerprinted);
            assertThat(file.lastFingerprints(descriptors)).isEmpty();
        }
    }

    @Test
    void whatHasTheVersionOfTheLastReadingIsUnaltered() {
        List<EntityDescriptor> descriptors = Entities.batches(0, 4, 4).get(0).stream()
                .map(each -> versioned(each, "1"))
                .toList();
        Map<String, String> three =
                descriptors.stream().skip(1).collect(Collectors.toMap(EntityDescriptor::id, EntityDescriptor::version));
        DurableRunLedger first = planned(4, 4);
        Entities.completeOne(first, claim -> versioned(Entities.fingerprinted(claim), three));
        end(first, State.SUCCESS);
        DurableRunLedger second = planned(4, 4);
        assertThat(second.unaltered(descriptors, 7))
                .hasSize(3)
                .containsEntry(Entities.id("t1"), "print-" + Entities.id("t1"));
        assertThat(second.unaltered(descriptors, 0)).isEmpty();
        assertThat(second.unaltered(Entities.batches(0, 4, 4).get(0), 7)).isEmpty();
        List<EntityDescriptor> altered =
                descriptors.stream().map(each -> versioned(each, "2")).toList();
        assertThat(second.unaltered(altered, 7)).isEmpty();
        // Nothing to write, but altered in the source: it need not be read in the next run.
        Map<String, String> two = Map.of(Entities.id("t1"), "2", Entities.id("t2"), "2");
        Entities.completeOne(second, claim -> versioned(Entities.each(claim, Outcome.Unchanged::new), two));
        assertThat(second.unaltered(altered, 7)).containsOnlyKeys(Entities.id("t1"), Entities.id("t2"));
        assertThat(second.unaltered(descriptors, 7)).containsOnlyKeys(Entities.id("t3"));
        end(second, State.SUCCESS);
        DurableRunLedger third = planned(4, 4);
        // Written again by a reading that knows no version.
        Entities.completeOne(third, Entities::fingerprinted);
        assertThat(third.unaltered(altered, 7)).isEmpty();
        end(third, State.SUCCESS);
    }

    private static EntityDescriptor versioned(EntityDescriptor descriptor, String version) {
        Map<String, String> metadata = new HashMap<>(descriptor.metadata());
        metadata.put(EntityDescriptor.VERSION, version);
        return new EntityDescriptor(descriptor.id(), descriptor.type(), metadata, descriptor.priority());
    }

    private static Completion versioned(Completion completion, Map<String, String> versions) {
        return new Completion(
                completion.outcomes(),
                List.of(),
                List.of(),
                Duration.ZERO,
                completion.fingerprints(),
                versions,
                Set.of(),
                completion.took());
    }

    @Test
    void whatACompleteListingLacksLosesItsFingerprint() {
        List<EntityDescriptor> descriptors = Entities.batches(0, 4, 4).get(0);
        DurableRunLedger first = planned(4, 4);
        Entities.completeOne(first, Entities::fingerprinted);
        end(first, State.SUCCESS);
        for (boolean complete : new boolean[] {false, true}) {
            DurableRunLedger second = planned(2, 2);
            listed(second, Entities.SCHEMA, complete ? null : new Failure(FailureKind.TRANSIENT, "cut"), 0);
            Entities.completeOne(second, some -> Entities.each(some, Outcome.Unchanged::new));
            assertThat(second.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
            assertThat(second.lastFingerprints(descriptors)).hasSize(complete ? 2 : 4);
            if (complete) {
                second.deleted(EntityType.DATABASE_SCHEMA, "svc.db", 1);
                assertThat(second.lastFingerprints(descriptors))
                        .as("of this run")
                        .hasSize(2);
            }
            end(second, State.SUCCESS);
        }
    }

    @Test
    void oldRunsArePruned() {
        String url = TestServer.url(TestServer.shared().hostPort(), EmbeddedDatabase.DATABASE);
        LedgerConfig keepTwo = new LedgerConfig(url, EmbeddedDatabase.USERNAME, null, LedgerConfig.DEFAULT_LEASE, 2);
        List<String> begun = new ArrayList<>();
        try (PostgresLedger small = PostgresLedger.open(keepTwo, ConnectRetry.none(), Duration.ofSeconds(30))) {
            for (int i = 0; i < 4; i++) {
                try (DurableRunLedger run = Entities.planned(small, newRun(), 3, 3)) {
                    Claim claim = Entities.completeOne(run, Entities::fingerprinted);
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
        first.complete(claims.get(0), Entities.took(claims.get(0), Duration.ofMillis(10)));
        first.complete(claims.get(1), Entities.took(claims.get(1), Duration.ofMillis(90)));
        end(first, State.SUCCESS);
        try (DurableRunLedger second = ledger.begin(newRun())) {
            // 100 ms for 40 units; t0 and t1 took 5 ms each, 2 units, and t2 and t3 45 ms each, 18 units.
            assertThat(second.learnedCosts(Entities.batches(0, 5, 5).get(0)))
                    .containsOnly(Map.entry(Entities.id("t0"), 6), Map.entry(Entities.id("t1"), 6));
            assertThat(second.learnedCosts(List.of(Entities.table(Entities.SCHEMA, "t2", 4))))
                    .containsOnly(Map.entry(Entities.id("t2"), 11));
        }
    }
}
