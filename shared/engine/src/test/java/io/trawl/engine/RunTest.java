package io.trawl.engine;

import static io.trawl.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.api.sink.SinkBrokenException;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.FilterPattern;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole run against a source and a catalog in memory: what becomes of entities when things go right or wrong. */
class RunTest {

    private final FakeSource source = new FakeSource();
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 50})
    void everyEntityIsWrittenOnce(int parallelism) {
        source.schema("a", 700).schema("b", 1).schema("empty", 0);

        Report report = run.parallelism(parallelism).execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(report.entities().listed()).isEqualTo(701);
        assertThat(report.entities().ingested()).isEqualTo(701);
        assertThat(report.failures()).isEmpty();
        assertThat(sink.held).hasSize(701);
        assertThat(sink.writes.values()).containsOnly(1);
        assertThat(source.mostConcurrent.get()).isBetween(1, parallelism);
        assertThat(sink.finished).containsExactly(true);
        assertThat(sink.statuses).extracting(status -> status.state()).containsExactly("running", "success");
    }

    @Test
    void anEmptySourceIsASuccess() {
        Report report = run.execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(report.entities()).isEqualTo(Report.Counts.ZERO);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void aFailureIsRetriedAccordingToItsKindAndHarmsNobodyElse(FailureKind kind) {
        source.schema("a", 200).failing("t7"::equals, kind, "no columns");

        Report report = run.parallelism(4).execute();

        assertThat(report.entities().ingested()).isEqualTo(199);
        assertThat(report.failures())
                .containsExactly(
                        new Report.FailedEntity(id("a", "t7"), "table", kind, "no columns", kind.retried() ? 3 : 1));
        assertThat(source.reads(id("a", "t7"))).isEqualTo(kind.retried() ? 3 : 1);
        assertThat(source.reads(id("a", "t8"))).isEqualTo(1);
        assertThat(report.state()).isEqualTo(State.PARTIAL_SUCCESS);
    }

    @Test
    void aSinkThatTakesNothingAnyMoreEndsTheRun() {
        source.schema("a", 2_000);
        sink.writer = request -> {
            throw new SinkBrokenException("the disk is full", null);
        };

        assertThatThrownBy(() -> run.parallelism(4).execute())
                .isInstanceOf(SinkBrokenException.class)
                .hasMessage("the disk is full");
        assertThat(sink.finished).isEmpty();
    }

    @Test
    void theSourceKnowsTheRunBeforeAnythingIsAskedOfIt() {
        source.schema("a", 3);
        run.execute();

        List<String> calls = List.copyOf(source.calls);
        assertThat(calls).contains("hierarchy", "read");
        assertThat(calls.get(calls.indexOf("hierarchy") - 1)).isEqualTo("run");
        assertThat(calls.get(calls.indexOf("read") - 1)).isEqualTo("run");
    }

    @Test
    void whatFailsForAMomentArrives() {
        source.schema("a", 300);
        AtomicInteger calls = new AtomicInteger();
        source.beforeRead = batch -> {
            if (calls.incrementAndGet() <= 2) {
                throw new TrawlException(FailureKind.TRANSIENT, "connection reset");
            }
        };

        Report report = run.parallelism(4).execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(sink.held).hasSize(300);
    }

    @Test
    void anExceptionHalfWayThroughABatchFailsOnlyWhatWasNotRead() {
        source.schema("a", 10);
        source.reader = descriptor -> {
            if (descriptor.name().equals("t5")) {
                throw new TrawlException(FailureKind.PERMISSION, "permission denied");
            }
            return source.read(descriptor);
        };

        Report report = run.parallelism(1).execute();

        assertThat(report.entities().ingested()).isEqualTo(5);
        assertThat(report.failures()).hasSize(5).allMatch(failure -> failure.kind() == FailureKind.PERMISSION);
    }

    @Test
    void anEntityWithoutAnAnswerIsABugAndNotASuccess() {
        source.schema("a", 3);
        sink.writer = request -> request.descriptor().name().equals("t1")
                ? new Outcome.Ingested(FakeSource.descriptor("a", "t0"))
                : sink.accept(request);

        Report report = run.execute();

        assertThat(report.entities().ingested()).isEqualTo(2);
        assertThat(report.failures()).extracting(Report.FailedEntity::id).containsExactly(id("a", "t1"));
    }

    @Test
    void aSinkThatThrowsIsAFailureOfWhatItWasGiven() {
        source.schema("a", 3);
        sink.writer = request -> {
            throw new IllegalArgumentException("surprise");
        };

        Report report = run.execute();

        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.failures()).hasSize(3).allMatch(failure -> failure.kind() == FailureKind.BUG);
    }

    @Test
    void aTableDroppedAfterListingIsGoneAndNoFailure() {
        source.schema("a", 5);
        source.beforeRead = batch -> source.drop("a", "t3");

        Report report = run.execute();

        assertThat(report.entities().gone()).isEqualTo(1);
        assertThat(report.entities().ingested()).isEqualTo(4);
        assertThat(report.state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void aNameThatIsTooLongIsInvalid() {
        String name = "x".repeat(300);
        source.schema("a", 2).schema("b", 1);
        source.reader = descriptor -> descriptor.schema().equals("b")
                ? new ReadResult.Read(descriptor, FakeSource.tableOf(FakeSource.descriptor("b", name), List.of()))
                : source.read(descriptor);

        Report report = run.execute();

        assertThat(report.failures())
                .extracting(Report.FailedEntity::message, Report.FailedEntity::kind)
                .containsExactly(tuple("name: 300 characters, OpenMetadata takes 256", FailureKind.INVALID));
        assertThat(report.entities().ingested()).isEqualTo(2);
    }

    @Test
    void warningsOfEntitiesAreOneLineAndEachIsCountedOnce() {
        source.schema("a", 300);
        source.reader = descriptor -> source.read(descriptor) instanceof ReadResult.Read read
                        && descriptor.name().endsWith("7")
                ? new ReadResult.Read(descriptor, read.entity(), List.of("has no columns"))
                : source.read(descriptor);
        AtomicInteger refused = new AtomicInteger();
        sink.writer = request -> request.descriptor().id().equals(id("a", "t7")) && refused.incrementAndGet() == 1
                ? new Outcome.Failed(request.descriptor(), FailureKind.TRANSIENT, "503")
                : sink.accept(request);

        Report report = run.parallelism(1).execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(source.reads(id("a", "t7"))).isEqualTo(2);
        assertThat(report.warnings()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("30 entities: has no columns: svc.db.a.t")
                .endsWith(" and 25 more"));
    }

    @Test
    void filteredEntitiesAreCountedAndNotRead() {
        source.schema("a", 20);
        run.tableFilter = new FilterPattern(null, List.of("T1"));

        Report report = run.execute();

        assertThat(report.entities().filtered()).isEqualTo(11); // t1, t10 … t19
        assertThat(report.entities().ingested()).isEqualTo(9);
        assertThat(source.reads(id("a", "t1"))).isZero();
    }

    @Test
    void foreignKeysAreWrittenWhenEveryTableIsThere() {
        source.schema("a", 300).schema("b", 300);
        IntStream.range(0, 300).forEach(i -> source.foreignKey("a", "t" + i, id("b", "t" + (299 - i))));

        Report report = run.parallelism(8).execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(report.entities().ingested()).isEqualTo(600);
        IntStream.range(0, 300)
                .forEach(i -> assertThat(sink.held.get(id("a", "t" + i)).path("tableConstraints"))
                        .hasSize(1));
        assertThat(sink.held.get(id("a", "t0")).path("sourceHash").asText()).hasSize(32);
        assertThat(sink.writes.get(id("b", "t0"))).isEqualTo(1);
    }

    @Test
    void aForeignKeyToATableNobodyHasIsLeftOutAndOneToAnotherRunsTableIsKept() {
        source.schema("a", 2)
                .foreignKey("a", "t0", "svc.db.elsewhere.known")
                .foreignKey("a", "t1", "svc.db.elsewhere.unknown");
        sink.knownBefore.add("svc.db.elsewhere.known");

        Report report = run.execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(sink.held.get(id("a", "t0")).path("tableConstraints")).hasSize(1);
        assertThat(sink.held.get(id("a", "t1")).has("tableConstraints")).isFalse();
    }

    @Test
    void aSnapshotHoldsForeignKeysAtOnceAndDeletesNothing() {
        source.schema("a", 2).foreignKey("a", "t0", id("a", "t1"));
        sink.snapshot = true;
        sink.knownBefore.add(id("a", "old"));
        sink.writer = request -> {
            sink.writes.merge(request.descriptor().id(), 1, Integer::sum);
            return new Outcome.Ingested(request.descriptor());
        };

        run.execute();

        assertThat(sink.writes).containsEntry(id("a", "t0"), 1);
        assertThat(sink.deleted).isEmpty();
    }

    @Test
    void whoDidNotEndTheRunDoesNotReportItsEnd() {
        source.schema("a", 3);
        run.endedByAnother = true;

        run.execute();

        assertThat(sink.statuses).extracting(status -> status.state()).containsExactly("running");
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgain() {
        source.schema("a", 10).foreignKey("a", "t0", id("a", "t1"));
        run.remember = true;
        run.execute();
        source.drop("a", "t9").schema("b", 1);
        sink.writes.clear();

        Report second = run.execute();

        assertThat(second.entities().unchanged()).isEqualTo(9);
        assertThat(sink.writes).containsOnlyKeys(id("b", "t0"));
    }

    @Test
    void anIncrementalRunReadsWhatWasAlteredAndWhatTheCatalogLacks() {
        source.schema("a", 6).foreignKey("a", "t0", id("a", "t1"));
        IntStream.range(0, 5).forEach(i -> source.versions.put(id("a", "t" + i), "1")); // nothing is said of t5
        run.remember = true;
        run.incremental = new DatabaseMetadata.Incremental(true, 7);
        run.execute();
        source.versions.put(id("a", "t2"), "2");
        sink.held.remove(id("a", "t3"));
        sink.writes.clear();

        Report second = run.execute();

        assertThat(second.entities().unchanged()).isEqualTo(5);
        assertThat(sink.writes).containsOnlyKeys(id("a", "t3"));
        assertThat(IntStream.range(0, 6).map(i -> source.reads(id("a", "t" + i))))
                .as("only t1 and t4 need not be read: t0 has a foreign key, for which the first run read it twice")
                .containsExactly(3, 1, 2, 2, 1, 2);
    }

    @Test
    void withoutIncrementalEverythingIsRead() {
        source.schema("a", 2);
        source.versions.put(id("a", "t0"), "1");
        run.remember = true;
        run.execute();

        assertThat(run.execute().entities().unchanged()).isEqualTo(2);
        assertThat(source.reads(id("a", "t0"))).isEqualTo(2);
    }

    @Test
    void whatIsNotInTheCatalogAnyMoreIsWrittenAgain() {
        source.schema("a", 10);
        run.remember = true;
        run.execute();
        sink.held.remove(id("a", "t3"));
        ((ObjectNode) sink.held.get(id("a", "t4"))).put("sourceHash", "somebody else's");
        ((ObjectNode) sink.held.get(id("a", "t5"))).remove("sourceHash"); // a late write without foreign keys
        sink.writes.clear();

        Report second = run.execute();

        assertThat(second.entities().unchanged()).isEqualTo(7);
        assertThat(sink.writes).containsOnlyKeys(id("a", "t3"), id("a", "t4"), id("a", "t5"));
    }

    @Test
    void aForeignKeyThatCannotBeWrittenMakesNoChangeEveryTime() {
        source.schema("a", 3).foreignKey("a", "t0", "svc.other.s.t");
        run.remember = true;
        run.execute();
        sink.writes.clear();

        assertThat(run.execute().entities().unchanged()).isEqualTo(3);
        assertThat(sink.writes).isEmpty();

        sink.knownBefore.add("svc.other.s.t");
        run.execute();

        assertThat(sink.writes).containsOnlyKeys(id("a", "t0"));
        assertThat(sink.held.get(id("a", "t0")).path("tableConstraints")).hasSize(1);
    }

    @Test
    void stoppingEndsTheBatchesUnderWayAndBeginsNoOther() throws Exception {
        source.schema("a", 5_000);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        source.beforeRead = batch -> {
            begun.countDown();
            await(goOn, Long.MAX_VALUE);
        };
        sink.knownBefore.addAll(
                IntStream.range(0, 100).mapToObj(i -> id("a", "old" + i)).toList());
        var started = run.parallelism(2).start();
        begun.await();
        started.run().stop();
        goOn.countDown();

        Report report = started.report().get();

        assertThat(report.state()).isEqualTo(State.STOPPED);
        assertThat(report.entities().ingested()).isPositive().isLessThan(5_000);
        assertThat(report.entities().failed()).isZero();
        assertThat(sink.deleted).isEmpty();
        assertThat(sink.finished).containsExactly(false);
    }

    @Test
    void aRunPastItsTimeoutHasFailed() {
        source.schema("a", 1_000);
        source.beforeRead = batch -> await(new CountDownLatch(1), 300);

        run.timeout = Duration.ofMillis(100);

        Report report = run.parallelism(1).execute();

        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.warnings()).singleElement().asString().contains("timeoutSeconds");
    }

    @Test
    void aListingThatFailsIsAFailureOfTheRun() {
        source.schema("a", 10).schema("b", 10).listingFails("b", FailureKind.TRANSIENT);

        Report report = run.successThreshold(100).execute();

        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.entities().listed()).isEqualTo(15);
        assertThat(report.failures())
                .extracting(Report.FailedEntity::id, Report.FailedEntity::message)
                .containsExactly(tuple("svc.db.b", "could not list every table: cut half-way"));
    }

    @Test
    void aListingThatThrowsIsIncompleteToo() {
        source.schema("a", 10);
        source.listing = () -> {
            throw new IllegalStateException("surprise");
        };
        sink.knownBefore.add(id("a", "old"));

        Report report = run.execute();

        assertThat(report.failures()).extracting(Report.FailedEntity::kind).containsExactly(FailureKind.BUG);
        assertThat(sink.deleted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 49, 50, 51, 100})
    void theSuccessThresholdDecides(int threshold) {
        source.schema("a", 10).failing(name -> name.compareTo("t5") < 0, FailureKind.INVALID, "no");

        Report report = run.successThreshold(threshold).execute();

        assertThat(report.state()).isEqualTo(threshold <= 50 ? State.PARTIAL_SUCCESS : State.FAILED);
    }

    @Test
    void aSourceOutOfReachEndsTheRunBeforeItBegan() {
        source.outOfReach = new TrawlException(FailureKind.TRANSIENT, "connection refused");

        assertThatThrownBy(run::execute).isInstanceOf(TrawlException.class).hasMessage("connection refused");
    }

    @Test
    void randomFailuresAtBothEndsLoseNothing() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        source.schema("a", 2_000).failing(name -> random.nextInt(10) == 0, FailureKind.TRANSIENT, "reset");
        sink.writer = request -> random.nextInt(10) == 0
                ? new Outcome.Failed(request.descriptor(), FailureKind.THROTTLED, "busy")
                : sink.accept(request);

        run.maxAttempts = 30;

        Report report = run.parallelism(8).execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(sink.held).hasSize(2_000);
        assertThat(report.entities().ingested()).isEqualTo(2_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
