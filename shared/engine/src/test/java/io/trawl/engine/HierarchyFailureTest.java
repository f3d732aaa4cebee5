package io.trawl.engine;

import static io.trawl.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One database, schema or tag that fails takes along what lies in it, and nothing else. */
class HierarchyFailureTest {

    private final FakeSource source = new FakeSource().schema("good", 50).schema("bad", 10);
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

    private static HierarchyFailure refused(EntityType type, String fqn, FailureKind kind) {
        return new HierarchyFailure(type, fqn, kind, fqn + " is refused");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void aSchemaThatIsRefusedFailsWithItsTables(FailureKind kind) {
        sink.refused = List.of(refused(EntityType.DATABASE_SCHEMA, "svc.db.bad", kind));
        sink.knownBefore.addAll(List.of(id("bad", "old"), id("good", "old")));

        Report report = run.parallelism(4).execute();

        assertThat(report.entities()).isEqualTo(new Counts(60, 50, 0, 0, 0, 11, 1));
        assertThat(report.byType())
                .isEqualTo(Map.of(
                        "databaseSchema", new Counts(0, 0, 0, 0, 0, 1, 0),
                        "table", new Counts(60, 50, 0, 0, 0, 10, 1)));
        assertThat(report.bySchema().get("svc.db.bad")).isEqualTo(new Counts(10, 0, 0, 0, 0, 10, 0));
        assertThat(report.failures())
                .hasSize(11)
                .allSatisfy(failure -> assertThat(failure.message()).isEqualTo("svc.db.bad is refused"))
                .allSatisfy(failure -> assertThat(failure.attempts()).isEqualTo(1))
                .startsWith(new FailedEntity("svc.db.bad", "databaseSchema", kind, "svc.db.bad is refused", 1));
        FailureKind ofTables = kind.retried() ? FailureKind.INVALID : kind;
        assertThat(report.failures().subList(1, 11)).allMatch(failure -> failure.kind() == ofTables);
        assertThat(source.reads(id("bad", "t0"))).as("not even read").isZero();
        assertThat(sink.deleted).containsExactly(id("good", "old"));
        assertThat(report.state()).as("11 of 61 failed").isEqualTo(State.FAILED);
    }

    @Test
    void theThresholdDecides() {
        sink.refused = List.of(refused(EntityType.DATABASE_SCHEMA, "svc.db.bad", FailureKind.INVALID));

        assertThat(run.successThreshold(80).execute().state()).isEqualTo(State.PARTIAL_SUCCESS);
        assertThat(run.successThreshold(82).execute().state()).isEqualTo(State.FAILED);
    }

    @Test
    void aDatabaseThatIsRefusedFailsWithAllItHolds() {
        sink.refused = List.of(refused(EntityType.DATABASE, "svc.db", FailureKind.PERMISSION));
        sink.knownBefore.addAll(List.of(id("good", "old"), "svc.db.gone"));

        Report report = run.markDeleted(true, true, true).execute();

        assertThat(report.entities()).isEqualTo(new Counts(60, 0, 0, 0, 0, 61, 0));
        assertThat(report.failures().get(0).type()).isEqualTo("database");
        assertThat(sink.deleted).isEmpty();
        assertThat(sink.writes).isEmpty();
    }

    @Test
    void aForeignKeyIntoASchemaThatIsRefusedIsLeftOut() {
        source.foreignKey("good", "t0", id("bad", "t0"));
        sink.refused = List.of(refused(EntityType.DATABASE_SCHEMA, "svc.db.bad", FailureKind.INVALID));

        Report report = run.execute();

        assertThat(report.entities().ingested()).isEqualTo(50);
        assertThat(sink.held.get(id("good", "t0")).has("tableConstraints")).isFalse();
    }

    @Test
    void tablesArriveWithoutTheTagsThatFailed() {
        source.tags.put(id("good", "t0"), List.of("refused", "fine"));
        source.tags.put(id("good", "t1"), List.of("unreadable"));
        source.failures = List.of(
                new HierarchyFailure(EntityType.TAG, "c.unreadable", FailureKind.BUG, "policy cannot be printed"));
        sink.refused = List.of(refused(EntityType.TAG, "c.refused", FailureKind.INVALID));

        Report report = run.execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(report.entities().ingested()).isEqualTo(60);
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings())
                .containsExactly(
                        "tag c.unreadable: left out, tables arrive without it: policy cannot be printed",
                        "tag c.refused: left out, tables arrive without it: c.refused is refused");
        JsonNode table = sink.held.get(id("good", "t0"));
        assertThat(table.path("tags").findValuesAsText("tagFQN")).containsExactly("c.fine");
        assertThat(table.path("columns").get(0).path("tags").findValuesAsText("tagFQN"))
                .containsExactly("c.fine");
        assertThat(sink.held.get(id("good", "t1")).has("tags")).isFalse();
        assertThat(sink.held.get(id("good", "t1")).path("columns").get(0).has("tags"))
                .isFalse();
    }

    @Test
    void aSchemaThatCannotBeReadIsCountedAndNothingOfItsTypeIsDeleted() {
        source.failures = List.of(
                new HierarchyFailure(EntityType.DATABASE_SCHEMA, "svc.db.caf", FailureKind.INVALID, "not UTF-8"));
        sink.knownBefore.addAll(List.of("svc.db.cafe", id("good", "old")));

        Report report = run.markDeleted(true, true, false).execute();

        assertThat(report.entities().failed()).isEqualTo(1);
        assertThat(report.entities().ingested()).isEqualTo(60);
        assertThat(report.failures())
                .containsExactly(new FailedEntity("svc.db.caf", "databaseSchema", FailureKind.INVALID, "not UTF-8", 1));
        assertThat(sink.deleted).containsExactly(id("good", "old"));
    }

    @Test
    void aPlanSaysWhatCannotBeRead() {
        source.failures = List.of(
                new HierarchyFailure(EntityType.DATABASE_SCHEMA, "svc.db.caf", FailureKind.INVALID, "not UTF-8"),
                new HierarchyFailure(EntityType.TAG, "c.p", FailureKind.BUG, "policy cannot be printed"));
        sink.knownBefore.add("svc.db.cafe");

        Plan plan = run.markDeleted(true, true, false).plan();

        assertThat(plan.failures()).extracting(FailedEntity::id).containsExactly("svc.db.caf");
        assertThat(plan.warnings())
                .containsExactly("tag c.p: left out, tables arrive without it: policy cannot be printed");
        assertThat(plan.deletions()).isEmpty();
        assertThat(plan.entities().listed()).isEqualTo(60);
    }

    @Test
    void aServiceThatIsRefusedEndsTheRun() {
        sink.serviceRefused = new ConfigException("source.serviceName: the server refuses 'svc'");

        assertThatThrownBy(run::execute)
                .isInstanceOf(ConfigException.class)
                .hasMessage("source.serviceName: the server refuses 'svc'");
        assertThat(sink.writes).isEmpty();
    }
}
