package io.trawl.core.engine;

import static io.trawl.core.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.core.config.FilterPattern;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What may be marked as deleted, and above all what may not. */
class DeletionTest {

    private final FakeSource source = new FakeSource().schema("a", 100);
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

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

        run.execute();

        assertThat(sink.deleted).isEmpty();
    }

    @Test
    void anIncompleteListingOfOneSchemaDoesNotHinderAnother() {
        source.schema("b", 10).listingFails("a", FailureKind.TRANSIENT);
        sink.knownBefore.addAll(List.of(id("a", "old"), id("b", "old")));

        run.execute();

        assertThat(sink.deleted).containsExactly(id("b", "old"));
    }

    @Test
    void anEntityThatFailedWasSeen() {
        sink.knownBefore.add(id("a", "t5"));
        source.reader = descriptor -> descriptor.name().equals("t5")
                ? new Outcome.Failed(descriptor, FailureKind.PERMISSION, "no")
                : source.read(descriptor);

        run.execute();

        assertThat(sink.deleted).isEmpty();
    }

    @Test
    void tooLargeAShareDeletesNothingAndSaysSo() {
        IntStream.range(0, 30).forEach(i -> sink.knownBefore.add(id("a", "old" + i)));

        Report report = run.execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings())
                .containsExactly("svc.db.a: 30 of 130 tables are gone from the source,"
                        + " more than deletion.maxShare 0.2 allows: none is marked as deleted"
                        + " (--allow-large-deletion does it once)");
    }

    @Test
    void theLimitCanBeSetAsideOnce() {
        IntStream.range(0, 30).forEach(i -> sink.knownBefore.add(id("a", "old" + i)));

        run.start(Start.anew().allowingLargeDeletion()).execute();

        assertThat(sink.deleted).hasSize(30);
    }

    @Test
    void theShareIsConfigurable() {
        IntStream.range(0, 30).forEach(i -> sink.knownBefore.add(id("a", "old" + i)));

        run.maxShare(0.5).execute();

        assertThat(sink.deleted).hasSize(30);
    }

    @Test
    void aListingThatLosesEverythingWithoutAnErrorDeletesNothing() {
        FakeSource empty = new FakeSource().schema("a", 0);
        sink.knownBefore.addAll(List.of(id("a", "t0"), id("a", "t1")));

        Report report = new TestRun(empty, sink).execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings()).hasSize(1);
    }

    @Test
    void whatTheSourceStillHasIsNotDeletedEvenIfAListingLacksIt() {
        source.hide("a", "t5");
        sink.knownBefore.addAll(List.of(id("a", "t5"), id("a", "old")));

        run.execute();

        assertThat(sink.deleted).containsExactly(id("a", "old"));
    }

    @Test
    void aNewFilterDeletesNothingThatItLeavesOut() {
        sink.knownBefore.addAll(List.of(id("a", "t5"), id("a", "hidden_old"), id("a", "old")));
        run.tableFilter(new FilterPattern(null, List.of("t5$", "hidden")));

        run.execute();

        assertThat(sink.deleted).containsExactly(id("a", "old"));
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

    @Test
    void markDeletedTablesTurnsItOff() {
        sink.knownBefore.add(id("a", "old"));

        run.markDeleted(false, false, false).execute();

        assertThat(sink.deleted).isEmpty();
    }

    @Test
    void schemasAreMarkedOnlyWhenAsked() {
        IntStream.range(0, 9).forEach(i -> source.schema("s" + i, 1));
        sink.knownBefore.add("svc.db.gone");

        run.execute();
        assertThat(sink.deleted).isEmpty();

        run.markDeleted(true, true, false).maxShare(1).execute();
        assertThat(sink.deleted).containsExactly("svc.db.gone");
    }

    @Test
    void databasesAreMarkedOnlyIfTheRunLooksAtAllOfThem() {
        sink.knownBefore.addAll(List.of("svc.gone", "svc.db"));
        run.markDeleted(true, false, true).maxShare(1);

        run.execute();
        assertThat(sink.deleted).isEmpty();

        source.allDatabases = true;
        run.execute();
        assertThat(sink.deleted).containsExactly("svc.gone");
    }

    @Test
    void aPlanShowsTheSameAndWritesNothing() {
        sink.knownBefore.addAll(List.of(id("a", "old")));
        IntStream.range(0, 30).forEach(i -> sink.knownBefore.add(id("b", "old" + i)));
        source.schema("b", 10);

        Plan plan = run.plan();

        assertThat(plan.entities().listed()).isEqualTo(110);
        assertThat(plan.batches().stream().mapToInt(Plan.PlannedBatch::entities).sum())
                .isEqualTo(110);
        assertThat(plan.deletions())
                .extracting(Deletion::parentFqn, Deletion::known, Deletion::withinLimit)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("svc.db.a", 1L, false),
                        org.assertj.core.groups.Tuple.tuple("svc.db.b", 30L, false));
        assertThat(sink.held).isEmpty();
        assertThat(sink.deleted).isEmpty();
    }
}
