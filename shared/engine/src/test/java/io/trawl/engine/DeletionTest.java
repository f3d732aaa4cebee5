package io.trawl.engine;

import static io.trawl.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.FilterPattern;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be marked as deleted, and above all what may not. */
class DeletionTest {

    private final FakeSource source = new FakeSource().schema("a", 100);
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

    private List<String> deletedBy(TestRun run) {
        run.execute();
        return sink.deleted;
    }

    /** The catalog holds some more tables than the source. */
    private void known(String schema, int gone) {
        IntStream.range(0, gone).forEach(i -> sink.knownBefore.add(id(schema, "old" + i)));
    }

    @Test
    void whatACompleteListingLacksIsMarkedAsDeleted() {
        sink.knownBefore.addAll(List.of(id("a", "old1"), id("a", "old2"), id("other", "untouched")));

        Report report = run.execute();

        assertThat(sink.deleted).containsExactly(id("a", "old1"), id("a", "old2"));
        assertThat(report.entities().deleted()).isEqualTo(2);
        assertThat(report.bySchema().get("svc.db.a").deleted()).isEqualTo(2);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void anIncompleteListingDeletesNothing() {
        sink.knownBefore.add(id("a", "old"));
        source.listingFails("a", FailureKind.PERMISSION);

        assertThat(deletedBy(run)).isEmpty();
    }

    @Test
    void anIncompleteListingOfOneSchemaDoesNotHinderAnother() {
        source.schema("b", 10).listingFails("a", FailureKind.TRANSIENT);
        sink.knownBefore.addAll(List.of(id("a", "old"), id("b", "old")));

        assertThat(deletedBy(run)).containsExactly(id("b", "old"));
    }

    @Test
    void anEntityThatFailedWasSeen() {
        sink.knownBefore.add(id("a", "t5"));
        source.failing("t5"::equals, FailureKind.PERMISSION, "no");

        assertThat(deletedBy(run)).isEmpty();
    }

    @Test
    void tooLargeAShareDeletesNothingAndSaysSo() {
        known("a", 30);

        Report report = run.execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings())
                .containsExactly("svc.db.a: 30 of 130 tables are gone from the source,"
                        + " more than deletion.maxShare 0.2 and deletion.maxCount 5 allow: none is marked as deleted"
                        + " (--allow-large-deletion does it once)");
    }

    @Test
    void theLimitCanBeSetAsideOnce() {
        known("a", 30);

        assertThat(deletedBy(run.start(RunStart.anew().allowingLargeDeletion())))
                .hasSize(30);
    }

    @Test
    void theShareIsConfigurable() {
        known("a", 30);

        assertThat(deletedBy(run.deletionLimit(0.5, 0))).hasSize(30);
    }

    @Test
    void aListingThatLosesEverythingWithoutAnErrorDeletesNothing() {
        FakeSource empty = new FakeSource().schema("a", 0);
        sink.knownBefore.addAll(List.of(id("a", "t0"), id("a", "t1")));

        Report report = new TestRun(empty, sink).deletionLimit(1, 100).execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings())
                .containsExactly("svc.db.a: 2 of 2 tables are gone from the source, nothing would be left:"
                        + " none is marked as deleted (--allow-large-deletion does it once)");

        new TestRun(empty, sink).start(RunStart.anew().allowingLargeDeletion()).execute();
        assertThat(sink.deleted).hasSize(2);
    }

    @Test
    void aFewAreDeletedFromASmallSchemaWhateverTheirShare() {
        source.schema("small", 3).schema("smaller", 1);
        sink.knownBefore.addAll(List.of(id("smaller", "old1"), id("smaller", "old2")));
        known("small", 5);
        known("a", 21);

        Report report = run.deletionLimit(0.1, 5).execute();

        assertThat(sink.deleted).hasSize(7).allMatch(id -> id.startsWith("svc.db.small"));
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("svc.db.a: 21 of 121 tables are gone from the source, more than deletion.maxShare 0.1");
    }

    @Test
    void oneMoreThanTheCountIsHeldBack() {
        FakeSource small = new FakeSource().schema("small", 3);
        known("small", 6);

        Report report = new TestRun(small, sink).execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings()).singleElement().asString().contains("6 of 9 tables", "deletion.maxCount 5");
    }

    @Test
    void aTableThatIsRenamedInASchemaOfOneIsDeleted() {
        sink.knownBefore.add(id("one", "old"));
        source.schema("one", 1);

        Report report = run.execute();

        assertThat(sink.deleted).containsExactly(id("one", "old"));
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void manyEmptySchemasAreOneLine() {
        for (int i = 0; i < 12; i++) {
            source.schema("empty" + i, 0);
            sink.knownBefore.add(id("empty" + i, "old"));
        }

        Report report = run.execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("nothing would be left in 12 scopes of the catalog:")
                .contains("--allow-large-deletion", "svc.db.empty0 (1 tables), ")
                .endsWith(" and 2 more");
    }

    @Test
    void aCatalogThatRefusesOneListKeepsOnlyWhatIsInIt() {
        source.schema("b", 10).schema("c", 10);
        sink.knownBefore.addAll(List.of(id("a", "old"), id("b", "old"), id("c", "old")));
        sink.listingFailsFor = "svc.db.b";
        sink.listingFailure = new TrawlException(FailureKind.PERMISSION, "403");

        Report report = run.parallelism(3).execute();

        assertThat(sink.deleted).containsExactly(id("a", "old"), id("c", "old"));
        assertThat(report.warnings()).containsExactly("svc.db.b: nothing is marked as deleted there: 403");
    }

    @Test
    void aDeletionThatIsRefusedDoesNotHinderOtherScopes() {
        source.schema("b", 10);
        sink.knownBefore.addAll(List.of(id("a", "old1"), id("a", "old2"), id("b", "old")));
        sink.deletionFailsFor = id("a", "old1");

        Report report = run.execute();

        assertThat(sink.deleted).containsExactly(id("b", "old"));
        assertThat(report.entities().deleted()).isEqualTo(1);
        assertThat(report.warnings())
                .containsExactly("svc.db.a: 2 of 2 tables that are gone could not be marked as deleted: 403");
    }

    @Test
    void whatTheSourceStillHasIsNotDeletedEvenIfAListingLacksIt() {
        source.hide("a", "t5");
        sink.knownBefore.addAll(List.of(id("a", "t5"), id("a", "old")));

        assertThat(deletedBy(run)).containsExactly(id("a", "old"));
    }

    @Test
    void aNewFilterDeletesNothingThatItLeavesOut() {
        sink.knownBefore.addAll(List.of(id("a", "t5"), id("a", "hidden_old"), id("a", "old")));
        run.tableFilter = new FilterPattern(null, List.of("t5$", "hidden"));

        assertThat(deletedBy(run)).containsExactly(id("a", "old"));
    }

    @Test
    void aCatalogThatCannotSayWhatItHoldsLosesNothingMore() {
        source.schema("b", 10).schema("c", 10);
        sink.knownBefore.addAll(List.of(id("a", "old"), id("b", "old"), id("c", "old")));
        sink.listingFailsFor = "svc.db.b";

        Report report = run.parallelism(3).execute();

        assertThat(sink.deleted).containsExactly(id("a", "old"));
        assertThat(report.warnings()).containsExactly("deletions were not finished: page 2 did not come");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "svc.db.b.old",
                "other.db.a.old",
                "svc.other.a.old",
                "SVC.db.a.old",
                "svc.db.a",
                "svc.db.a.old.column",
                "svc.db.a.\"old",
                "old",
                ""
            })
    void aListWithANameThatDoesNotLieThereDeletesNothing(String name) {
        source.schema("b", 10);
        sink.knownBefore.addAll(List.of(id("a", "old"), id("b", "old")));
        sink.listedBesides.add(name);

        Report report = run.execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.entities().deleted()).isZero();
        assertThat(report.warnings())
                .hasSize(2)
                .first()
                .asString()
                .contains(
                        "svc.db.a: nothing is marked as deleted there: the catalog's list of what it holds there names '"
                                + name + "', which does not lie in it");
    }

    @Test
    void aListThatNamesOneTwiceDeletesNothing() {
        sink.knownBefore.add(id("a", "old"));
        sink.listedBesides.add(id("a", "t5"));

        Report report = run.execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings()).singleElement().asString().endsWith("names 'svc.db.a.t5' twice");
    }

    @Test
    void whatWasGoneAlreadyIsNotCounted() {
        sink.knownBefore.addAll(List.of(id("a", "old1"), id("a", "old2"), id("a", "old3")));
        sink.goneAlready.add(id("a", "old2"));

        Report report = run.execute();

        assertThat(sink.deleted).hasSize(3);
        assertThat(report.entities().deleted()).isEqualTo(2);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void markDeletedTablesTurnsItOff() {
        sink.knownBefore.add(id("a", "old"));

        assertThat(deletedBy(run.markDeleted(false, false, false))).isEmpty();
    }

    @Test
    void schemasAreMarkedOnlyWhenAsked() {
        IntStream.range(0, 9).forEach(i -> source.schema("s" + i, 1));
        sink.knownBefore.add("svc.db.gone");

        assertThat(deletedBy(run)).isEmpty();

        assertThat(deletedBy(run.markDeleted(true, true, false))).containsExactly("svc.db.gone");
    }

    @Test
    void databasesAreMarkedOnlyIfTheRunLooksAtAllOfThem() {
        sink.knownBefore.addAll(List.of("svc.gone", "svc.db"));
        run.markDeleted(true, false, true);

        assertThat(deletedBy(run)).isEmpty();

        source.allDatabases = true;
        assertThat(deletedBy(run)).containsExactly("svc.gone");
    }

    @Test
    void aPlanShowsTheSameAndWritesNothing() {
        sink.knownBefore.addAll(List.of(id("a", "old")));
        known("b", 30);
        source.schema("b", 10);

        Plan plan = run.plan();

        assertThat(plan.entities().listed()).isEqualTo(110);
        assertThat(plan.batches().stream().mapToInt(Plan.PlannedBatch::entities).sum())
                .isEqualTo(110);
        assertThat(plan.deletions())
                .extracting(Deletion::parentFqn, Deletion::known, Deletion::withinLimit)
                .containsExactly(tuple("svc.db.a", 101L, true), tuple("svc.db.b", 40L, false));
        assertThat(sink.held).isEmpty();
        assertThat(sink.deleted).isEmpty();
    }
}
