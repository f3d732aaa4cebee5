package io.trawl.ledger.postgresql;

import static io.trawl.ledger.postgresql.Entities.DATABASE;
import static io.trawl.ledger.postgresql.Entities.SCHEMA;
import static io.trawl.ledger.postgresql.Entities.SCHEMA_FQN;
import static io.trawl.ledger.postgresql.Entities.again;
import static io.trawl.ledger.postgresql.Entities.batches;
import static io.trawl.ledger.postgresql.Entities.completion;
import static io.trawl.ledger.postgresql.Entities.deferred;
import static io.trawl.ledger.postgresql.Entities.each;
import static io.trawl.ledger.postgresql.Entities.failed;
import static io.trawl.ledger.postgresql.Entities.id;
import static io.trawl.ledger.postgresql.Entities.ids;
import static io.trawl.ledger.postgresql.Entities.ingested;
import static io.trawl.ledger.postgresql.Entities.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Table;
import io.trawl.api.model.TagLabel;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true of every {@link RunLedger}, whether it lasts or not. */
abstract class LedgerContract<L extends Ledger> {

    private static final Hierarchy.Service SERVICE = new Hierarchy.Service("svc", "Postgres", null);

    L ledger;
    NewRun newRun;
    RunLedger run;

    /** A ledger that the test closes. */
    abstract L open();

    @BeforeEach
    void begin() {
        ledger = open();
        newRun = Entities.run("workflow " + Entities.newId(), "catalog " + Entities.newId());
        run = ledger.begin(newRun);
        assertThat(run.tryAcquireLeadership()).isTrue();
    }

    @AfterEach
    void end() {
        run.close();
        ledger.close();
    }

    void list(String... schemas) {
        run.beginListing(EntityType.TABLE, DATABASE, List.of(schemas));
    }

    void plan(int entities, int batchSize) {
        list(SCHEMA);
        run.plan(batches(0, entities, batchSize));
    }

    Claim claimOne() {
        List<Claim> claims = run.claim(1);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private static void isOf(Claim claim, Pass pass, int attempt) {
        assertThat(claim.pass()).isEqualTo(pass);
        assertThat(claim.attempt()).isEqualTo(attempt);
    }

    @Test
    void anEmptyRunGoesThroughItsPhases() {
        assertThat(run.runId()).isEqualTo(newRun.runId());
        assertThat(run.phase()).isEqualTo(Phase.DISCOVERY);
        assertThat(run.claim(10)).isEmpty();
        assertThat(run.plan(List.of())).isZero();
        assertThat(run.advance(Phase.DISCOVERY, Phase.INGESTION)).isTrue();
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isTrue();
        assertThat(run.advance(Phase.REFERENCES, Phase.DELETION)).isTrue();
        assertThat(run.phase()).isEqualTo(Phase.DELETION);
        run.end(Report.State.SUCCESS, false);
        assertThat(run.phase()).isEqualTo(Phase.FINISHED);
        assertThat(run.counts()).isEqualTo(Counts.ZERO);
        Report report = run.report(Report.State.SUCCESS);
        assertThat(report.state()).isEqualTo(Report.State.SUCCESS);
        assertThat(report.byType()).isEmpty();
        assertThat(report.bySchema()).isEmpty();
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void batchesAreClaimedInTheirOrderAndOnce() {
        list(SCHEMA);
        assertThat(run.plan(batches(0, 25, 10))).isEqualTo(25);
        assertThat(run.plan(batches(25, 5, 5))).isEqualTo(5);

        List<Claim> claims = new ArrayList<>(run.claim(2));
        claims.addAll(run.claim(10));
        assertThat(claims.stream().map(Claim::batch)).isSorted().doesNotHaveDuplicates();
        assertThat(claims.stream().map(Claim::token)).doesNotHaveDuplicates();
        assertThat(claims.stream().map(claim -> claim.descriptors().size())).containsExactly(10, 10, 5, 5);
        assertThat(claims).allSatisfy(claim -> isOf(claim, Pass.ENTITIES, 1)).allMatch(run::holds);
        assertThat(claims.get(0).descriptors())
                .containsExactlyInAnyOrderElementsOf(batches(0, 25, 10).get(0));
        assertThat(run.claim(10)).isEmpty();
    }

    @Test
    void whatIsPlannedAlreadyIsLeftOut() {
        list(SCHEMA);
        assertThat(run.plan(batches(0, 20, 10))).isEqualTo(20);
        assertThat(run.plan(batches(0, 20, 10))).isZero();
        assertThat(run.plan(List.of(
                        List.of(table("t5"), table("new")), List.of(table("t6"), table("t7")), List.of(table("new")))))
                .isEqualTo(1);
        List<Claim> claims = run.claim(10);
        assertThat(claims).hasSize(3);
        assertThat(ids(claims.get(2))).containsExactly(id("new"));
        assertThat(run.counts().listed()).isEqualTo(21);
    }

    @Test
    void theSameNameMayBeATableAndAProcedure() {
        list(SCHEMA);
        run.beginListing(EntityType.STORED_PROCEDURE, DATABASE, List.of(SCHEMA));
        EntityDescriptor procedure = Entities.entity(EntityType.STORED_PROCEDURE, SCHEMA, "same", 1);
        assertThat(run.plan(List.of(List.of(table("same")), List.of(procedure))))
                .isEqualTo(2);
        for (Claim claim : run.claim(2)) {
            assertThat(run.complete(claim, ingested(claim))).isTrue();
        }
        Report report = run.report(Report.State.SUCCESS);
        assertThat(report.byType()).containsOnlyKeys("table", "storedProcedure");
        assertThat(report.bySchema().get(SCHEMA_FQN).ingested()).isEqualTo(2);
        assertThat(run.listed(EntityType.STORED_PROCEDURE, List.of(id("same"), id("other"))))
                .containsExactly(id("same"));
    }

    @Test
    void everyOutcomeIsCounted() {
        plan(4, 4);
        Claim claim = claimOne();
        List<EntityDescriptor> some = claim.descriptors();
        List<Outcome> outcomes = List.of(
                new Outcome.Ingested(some.get(0)),
                new Outcome.Unchanged(some.get(1)),
                new Outcome.Gone(some.get(2)),
                new Outcome.Failed(some.get(3), FailureKind.INVALID, "too \0 long"));
        assertThat(run.complete(claim, completion(outcomes, List.of(), List.of())))
                .isTrue();
        Counts expected = new Counts(4, 1, 1, 1, 0, 1, 0);
        assertThat(run.counts()).isEqualTo(expected);
        Report report = run.report(Report.State.PARTIAL_SUCCESS);
        assertThat(report.entities()).isEqualTo(expected);
        assertThat(report.byType()).containsExactly(Map.entry("table", expected));
        assertThat(report.bySchema()).containsExactly(Map.entry(SCHEMA_FQN, expected));
        assertThat(report.failures()).hasSize(1);
        FailedEntity failure = report.failures().get(0);
        assertThat(failure.id()).isEqualTo(some.get(3).id());
        assertThat(failure.type()).isEqualTo("table");
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
        assertThat(failure.message()).startsWith("too ").endsWith(" long");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(report.timeline().get(report.timeline().size() - 1).done()).isEqualTo(4);
        assertThat(run.written(EntityType.TABLE, ids(claim)))
                .containsExactlyInAnyOrder(some.get(0).id(), some.get(1).id());
        assertThat(run.claim(1)).isEmpty();
    }

    @Test
    void theReportSaysWhatTheRunHasAskedOfItsSource() {
        assertThat(run.report(Report.State.RUNNING).sourceUsage()).isNull();
        AtomicReference<SourceUsage> source = new AtomicReference<>(new SourceUsage(7, 1.5)); // of an earlier run
        run.measure(() -> Optional.of(source.get()));
        run.measure(() -> Optional.of(new SourceUsage(1_000, null)));
        source.set(new SourceUsage(19, 4.0));

        assertThat(run.advance(Phase.DISCOVERY, Phase.INGESTION)).isTrue();
        assertThat(run.end(Report.State.SUCCESS, false)).isTrue();
        assertThat(run.report(Report.State.SUCCESS).sourceUsage()).isEqualTo(new SourceUsage(12, 2.5));
    }

    @Test
    void aSourceThatDoesNotCountIsNotInTheReport() {
        run.measure(Optional::empty);
        assertThat(run.end(Report.State.SUCCESS, true)).isTrue();
        assertThat(run.report(Report.State.SUCCESS).sourceUsage()).isNull();
    }

    @Test
    void whatFailsIsTriedAgainAfterThePauseOnly() {
        plan(3, 3);
        Claim first = claimOne();
        EntityDescriptor broken = first.descriptors().get(1);
        List<Outcome> others = List.of(
                new Outcome.Ingested(first.descriptors().get(0)),
                new Outcome.Ingested(first.descriptors().get(2)));
        Duration pause = Duration.ofMillis(300);
        assertThat(run.complete(
                        first,
                        new Completion(others, List.of(), List.of(failed(broken)), pause, Map.of(), Duration.ZERO)))
                .isTrue();
        long completed = System.nanoTime();
        assertThat(run.holds(first)).isFalse();
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isFalse();

        Claim second = Waiting.claimOne(run);
        assertThat(Duration.ofNanos(System.nanoTime() - completed)).isGreaterThan(Duration.ofMillis(200));
        assertThat(second.batch()).isEqualTo(first.batch());
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.descriptors()).containsExactly(broken);
        assertThat(run.complete(second, each(second, Entities::failed))).isTrue();
        assertThat(run.report(Report.State.FAILED).failures())
                .containsExactly(new FailedEntity(broken.id(), "table", FailureKind.TRANSIENT, "it broke", 2));
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isTrue();
    }

    @Test
    void anotherAttemptWithoutAPauseIsDueAtOnce() {
        plan(1, 1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            Claim claim = Waiting.claimOne(run);
            assertThat(claim.attempt()).isEqualTo(attempt);
            run.complete(claim, again(claim, Duration.ZERO));
        }
    }

    @Test
    void tablesThatWaitForForeignKeysComeBackInTheSecondPass() {
        plan(4, 2);
        List<Claim> claims = run.claim(2);
        Claim mixed = claims.get(0);
        EntityDescriptor waits = mixed.descriptors().get(0);
        EntityDescriptor fails = mixed.descriptors().get(1);
        run.complete(mixed, completion(List.of(), List.of(waits), List.of(failed(fails))));
        run.complete(claims.get(1), deferred(claims.get(1)));
        assertThat(run.written(EntityType.TABLE, List.of(waits.id(), fails.id())))
                .containsExactly(waits.id());

        Claim second = Waiting.claimOne(run);
        assertThat(second.pass()).isEqualTo(Pass.ENTITIES);
        assertThat(second.descriptors()).containsExactly(fails);
        run.advance(Phase.DISCOVERY, Phase.INGESTION);
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isFalse();
        run.complete(second, ingested(second));
        assertThat(run.claim(5)).as("of the second pass").isEmpty();
        assertThat(run.counts().done()).isEqualTo(1);

        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isTrue();
        assertThat(run.advance(Phase.REFERENCES, Phase.DELETION)).isFalse();
        List<Claim> references = run.claim(5);
        assertThat(references).allSatisfy(claim -> isOf(claim, Pass.REFERENCES, 1));
        assertThat(references.stream().flatMap(claim -> ids(claim).stream()))
                .containsExactlyInAnyOrder(
                        waits.id(),
                        claims.get(1).descriptors().get(0).id(),
                        claims.get(1).descriptors().get(1).id());
        Claim failing = references.get(0);
        run.complete(failing, again(failing, Duration.ZERO));
        Claim retried = Waiting.claimOne(run);
        isOf(retried, Pass.REFERENCES, 2);
        run.complete(retried, each(retried, Entities::failed));
        run.complete(references.get(1), ingested(references.get(1)));
        assertThat(run.advance(Phase.REFERENCES, Phase.DELETION)).isTrue();
        assertThat(run.counts()).isEqualTo(new Counts(4, 3, 0, 0, 0, 1, 0));
        assertThat(run.written(EntityType.TABLE, ids(retried)))
                .as("without its keys")
                .containsExactlyElementsOf(ids(retried));
    }

    @Test
    void theRunAdvancesOnlyFromWhereItStandsAndWhenNothingIsOpen() {
        plan(1, 1);
        assertThat(run.advance(Phase.INGESTION, Phase.REFERENCES)).isFalse();
        assertThat(run.advance(Phase.DISCOVERY, Phase.INGESTION)).isTrue();
        assertThat(run.advance(Phase.DISCOVERY, Phase.INGESTION))
                .as("already there")
                .isTrue();
        assertThat(run.advance(Phase.INGESTION, Phase.DELETION)).as("open").isFalse();
        Claim claim = claimOne();
        assertThat(run.advance(Phase.INGESTION, Phase.DELETION)).as("claimed").isFalse();
        run.complete(claim, ingested(claim));
        assertThat(run.advance(Phase.INGESTION, Phase.DELETION)).isTrue();
        assertThat(run.phase()).isEqualTo(Phase.DELETION);
    }

    @Test
    void listingsEndOnceAndSayWhatWasNotComplete() {
        List<String> schemas = List.of("a", "b.c", "d");
        String fqn = "svc.db.\"b.c\"";
        assertThat(run.beginListing(EntityType.TABLE, DATABASE, schemas)).containsExactlyElementsOf(schemas);
        assertThat(run.beginListing(EntityType.TABLE, DATABASE, schemas)).containsExactlyElementsOf(schemas);
        run.endListing(
                EntityType.TABLE,
                DATABASE,
                List.of("a", "b.c"),
                Map.of("b.c", new Failure(FailureKind.PERMISSION, "may not")),
                Map.of("a", 3L));
        assertThat(run.beginListing(EntityType.TABLE, DATABASE, schemas)).containsExactly("d");
        assertThat(run.beginListing(EntityType.STORED_PROCEDURE, DATABASE, schemas))
                .containsExactlyElementsOf(schemas);
        assertThat(run.isListedCompletely(EntityType.TABLE, "svc.db.a")).isTrue();
        assertThat(run.isListedCompletely(EntityType.TABLE, fqn)).isFalse();
        assertThat(run.isListedCompletely(EntityType.TABLE, "svc.db.d")).isFalse();
        assertThat(run.isListedCompletely(EntityType.STORED_PROCEDURE, "svc.db.a"))
                .isFalse();
        assertThat(run.counts()).isEqualTo(new Counts(0, 0, 0, 0, 3, 1, 0));
        Report report = run.report(Report.State.FAILED);
        assertThat(report.failures())
                .containsExactly(new FailedEntity(
                        fqn, "databaseSchema", FailureKind.PERMISSION, "could not list every table: may not", 1));
        assertThat(report.bySchema())
                .containsOnly(
                        Map.entry("svc.db.a", new Counts(0, 0, 0, 0, 3, 0, 0)),
                        Map.entry(fqn, new Counts(0, 0, 0, 0, 0, 1, 0)));
    }

    @Test
    void theHierarchyIsRecordedAnew() {
        Hierarchy.Database refused =
                new Hierarchy.Database("closed", null, List.of(), new Failure(FailureKind.PERMISSION, "no login"));
        Hierarchy.Database open = new Hierarchy.Database(DATABASE, null, List.of(), null);
        run.hierarchyListed(new Hierarchy(SERVICE, List.of(refused, open), List.of(), true, 5));
        assertThat(run.counts()).isEqualTo(new Counts(0, 0, 0, 0, 5, 1, 0));
        assertThat(run.report(Report.State.FAILED).failures())
                .containsExactly(new FailedEntity("svc.closed", "database", FailureKind.PERMISSION, "no login", 1));
        run.hierarchyListed(new Hierarchy(SERVICE, List.of(open), List.of(), true, 2));
        assertThat(run.counts()).isEqualTo(new Counts(0, 0, 0, 0, 2, 0, 0));
        assertThat(run.report(Report.State.SUCCESS).byType()).containsOnlyKeys("databaseSchema");
    }

    @Test
    void whatTheSinkRefusedIsCountedAndRecordedAnew() {
        HierarchyFailure unreadable =
                new HierarchyFailure(EntityType.DATABASE_SCHEMA, "svc.db.unreadable", FailureKind.INVALID, "no UTF-8");
        HierarchyFailure tag = new HierarchyFailure(EntityType.TAG, "c.p", FailureKind.BUG, "cannot be printed");
        run.hierarchyListed(hierarchy(1, unreadable, tag));
        run.hierarchyRefused(List.of(
                refused(EntityType.DATABASE, "svc.db"),
                refused(EntityType.DATABASE_SCHEMA, "svc.other.a"),
                refused(EntityType.TAG, "c.q")));

        assertThat(run.counts()).isEqualTo(new Counts(0, 0, 0, 0, 1, 3, 0));
        Report report = run.report(Report.State.FAILED);
        assertThat(report.failures())
                .containsExactlyInAnyOrder(
                        new FailedEntity("svc.db.unreadable", "databaseSchema", FailureKind.INVALID, "no UTF-8", 1),
                        new FailedEntity("svc.db", "database", FailureKind.PERMISSION, "svc.db is refused", 1),
                        new FailedEntity(
                                "svc.other.a", "databaseSchema", FailureKind.PERMISSION, "svc.other.a is refused", 1));
        assertThat(report.byType())
                .isEqualTo(Map.of(
                        "database", new Counts(0, 0, 0, 0, 0, 1, 0),
                        "databaseSchema", new Counts(0, 0, 0, 0, 1, 2, 0)));

        run.hierarchyRefused(List.of(refused(EntityType.DATABASE_SCHEMA, "svc.other.b")));
        assertThat(run.counts().failed()).isEqualTo(2);
        run.hierarchyListed(hierarchy(1));
        run.hierarchyRefused(List.of());
        assertThat(run.counts()).isEqualTo(new Counts(0, 0, 0, 0, 1, 0, 0));
        assertThat(run.report(Report.State.SUCCESS).failures()).isEmpty();
    }

    private static Hierarchy hierarchy(int filtered, HierarchyFailure... failures) {
        return new Hierarchy(SERVICE, List.of(), List.of(), true, filtered, List.of(), List.of(failures));
    }

    static HierarchyFailure refused(EntityType type, String fqn) {
        return new HierarchyFailure(type, fqn, FailureKind.PERMISSION, fqn + " is refused");
    }

    @Test
    void aClaimKnowsWhatOfTheHierarchyIsNotInTheCatalog() {
        plan(4, 1);
        assertThat(claimOne().failures().of(table("t0"))).isEmpty();

        HierarchyFailure tag = new HierarchyFailure(EntityType.TAG, "c.p", FailureKind.BUG, "cannot be printed");
        // What the source could not read this time may have been read, and written, before.
        HierarchyFailure database =
                new HierarchyFailure(EntityType.DATABASE, "svc.db", FailureKind.TRANSIENT, "connection refused");
        run.hierarchyListed(hierarchy(0, tag, database));
        HierarchyFailures unreadable = claimOne().failures();
        assertThat(unreadable.of(table("t1"))).isEmpty();
        assertThat(withoutFailedTags(unreadable)).containsExactly("c.q");

        run.hierarchyRefused(List.of(refused(EntityType.DATABASE_SCHEMA, SCHEMA_FQN), refused(EntityType.TAG, "c.q")));
        HierarchyFailures both = claimOne().failures();
        assertThat(both.of(table("t2"))).contains(refused(EntityType.DATABASE_SCHEMA, SCHEMA_FQN));
        assertThat(both.of(table("other", "t", 1))).isEmpty();
        assertThat(withoutFailedTags(both)).isEmpty();

        run.hierarchyRefused(List.of(refused(EntityType.DATABASE, "svc.db")));
        assertThat(claimOne().failures().of(table("t3"))).contains(refused(EntityType.DATABASE, "svc.db"));
    }

    /** Of the tags c.p and c.q. */
    private static List<String> withoutFailedTags(HierarchyFailures failures) {
        Table table = new Table(
                "t",
                null,
                null,
                "Regular",
                List.of(),
                null,
                null,
                null,
                null,
                SCHEMA_FQN,
                List.of(TagLabel.automated("c.p"), TagLabel.automated("c.q")),
                null,
                null);
        List<TagLabel> left = failures.withoutFailedTags(table).tags();
        return left == null ? List.of() : left.stream().map(TagLabel::tagFQN).toList();
    }

    @Test
    void deletionsAreCountedWhereTheyHappened() {
        list(SCHEMA);
        run.deleted(EntityType.TABLE, SCHEMA_FQN, 2);
        run.deleted(EntityType.TABLE, SCHEMA_FQN, 1);
        run.deleted(EntityType.DATABASE_SCHEMA, "svc.db", 4);
        run.deleted(EntityType.DATABASE, "svc", 1);
        assertThat(run.counts().deleted()).isEqualTo(8);
        Report report = run.report(Report.State.SUCCESS);
        assertThat(report.byType().get("table").deleted()).isEqualTo(3);
        assertThat(report.byType().get("databaseSchema").deleted()).isEqualTo(4);
        assertThat(report.byType().get("database").deleted()).isEqualTo(1);
        assertThat(report.bySchema().get(SCHEMA_FQN).deleted()).isEqualTo(3);
    }

    @Test
    void theSameWarningTwiceIsOne() {
        run.warning("first");
        run.warning("second");
        run.warning("first");
        assertThat(run.report(Report.State.SUCCESS).warnings()).containsExactly("first", "second");
    }

    @Test
    void aWarningOfEntitiesIsOneLineHoweverManyTheyAre() {
        run.warning("of the run");
        run.warning("have no columns", List.of("s.a"));
        run.warning("have no owner", List.of("s.a"));
        run.warning("have no columns", List.of("s.b", "s.c"));
        run.warning("have no columns", List.of("s.d", "s.e", "s.f", "s.g"));
        run.warning("have no columns", List.of("s.h"));
        assertThat(run.report(Report.State.SUCCESS).warnings())
                .containsExactly(
                        "of the run",
                        "8 entities: have no columns: s.a, s.b, s.c, s.d, s.e and 3 more",
                        "1 entity: have no owner: s.a");
    }

    @Test
    void nothingIsClaimedAfterStop() {
        plan(1, 1);
        run.stop();
        assertThat(run.claim(1)).isEmpty();
    }

    @Test
    void nothingIsClaimedAfterTheEnd() {
        plan(1, 1);
        run.end(Report.State.FAILED, true);
        assertThat(run.claim(1)).isEmpty();
    }

    @Test
    void completingTwiceCountsOnce() {
        plan(2, 2);
        Claim claim = claimOne();
        assertThat(run.complete(claim, ingested(claim))).isTrue();
        run.complete(claim, each(claim, Entities::failed));
        assertThat(run.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void strangeNamesComeBackAsTheyWere() {
        List<String> names = List.of(
                "with.dot",
                "with \"quote\"",
                "back\\slash",
                "{curly,\"array\"}",
                "NULL",
                "null",
                "",
                " ",
                "таблица",
                "表😀",
                "line\nbreak\ttab",
                "%_'; DROP TABLE entity; --",
                "x".repeat(250),
                "é",
                "e\u0301");
        list(names.toArray(String[]::new));
        List<EntityDescriptor> planned = new ArrayList<>();
        names.forEach(name -> planned.add(table(name, name.isEmpty() ? "nameless" : name, 7)));
        assertThat(run.plan(List.of(planned))).isEqualTo(names.size());
        Claim claim = claimOne();
        assertThat(claim.descriptors()).containsExactlyInAnyOrderElementsOf(planned);
        Set<String> ids = new HashSet<>(ids(claim));
        assertThat(run.listed(EntityType.TABLE, ids)).isEqualTo(ids);
        assertThat(run.lastFingerprints(planned)).isEmpty();
        run.complete(claim, each(claim, each -> new Outcome.Failed(each, FailureKind.BUG, each.name())));
        Report report = run.report(Report.State.FAILED);
        assertThat(report.failures().stream().map(FailedEntity::id)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(report.bySchema()).hasSize(names.size());
    }

    @Test
    void tenThousandEntities() {
        plan(10_000, 250);
        Set<String> seen = new HashSet<>();
        List<Claim> claims = run.claim(7);
        while (!claims.isEmpty()) {
            for (Claim claim : claims) {
                ids(claim).forEach(id -> assertThat(seen.add(id)).as(id).isTrue());
                run.complete(claim, ingested(claim));
            }
            claims = run.claim(7);
        }
        assertThat(seen).hasSize(10_000);
        assertThat(run.counts()).isEqualTo(new Counts(10_000, 10_000, 0, 0, 0, 0, 0));
        Report report = run.report(Report.State.SUCCESS);
        assertThat(report.timeline().size()).isBetween(3, 250);
        assertThat(report.timeline().get(report.timeline().size() - 1).done()).isEqualTo(10_000);
        assertThat(report.durationSeconds()).isPositive();
        assertThat(report.throughputPerSecond()).isPositive();
        assertThat(report.repeated()).isZero();
        assertThat(run.advance(Phase.DISCOVERY, Phase.DELETION)).isTrue();
    }
}
