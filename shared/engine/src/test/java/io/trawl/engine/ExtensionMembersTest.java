package io.trawl.engine;

import static io.trawl.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.api.workflow.FilterPattern;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entities that belong to extensions of the source. */
class ExtensionMembersTest {

    private static final String KEY = "workflowConfig.distributedExecution.includeExtensionMembers: true ingests them";

    private final FakeSource source = new FakeSource()
            .schema("a", 20)
            .schema("b", 10)
            .member("a", "t3", "postgis")
            .member("a", "t7", "hstore")
            .member("b", "t0", "postgis");
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

    @Test
    void areLeftOutAndCountedAndOneLineSaysSo() {
        Report report = run.parallelism(3).execute();

        assertThat(report.entities().listed()).isEqualTo(27);
        assertThat(report.entities().ingested()).isEqualTo(27);
        assertThat(report.entities().filtered()).isEqualTo(3);
        assertThat(report.bySchema().get("svc.db.a").filtered()).isEqualTo(2);
        assertThat(sink.held).doesNotContainKeys(id("a", "t3"), id("a", "t7"), id("b", "t0"));
        assertThat(report.warnings())
                .containsExactly(
                        "left out as filtered: 3 entities that belong to extensions (hstore, postgis); " + KEY);
        assertThat(run.plan().warnings()).isEqualTo(report.warnings());
    }

    @Test
    void areIngestedIfTheWorkflowIncludesThem() {
        run.includeExtensionMembers = true;

        Report report = run.execute();

        assertThat(report.entities().ingested()).isEqualTo(30);
        assertThat(report.entities().filtered()).isZero();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void areNotDeletedForThatReason() {
        sink.knownBefore.addAll(List.of(id("a", "t3"), id("a", "old"), id("b", "t0")));

        Report report = run.execute();

        assertThat(sink.deleted).containsExactly(id("a", "old"));
        assertThat(report.entities().deleted()).isEqualTo(1);
    }

    /** A schema of many members and few tables of one's own would never seem empty. */
    @Test
    void doNotCountWhenItIsJudgedHowMuchIsGone() {
        FakeSource emptied = new FakeSource().schema("a", 0);
        for (int i = 0; i < 90; i++) {
            emptied.tables("a", "m" + i).member("a", "m" + i, "postgis");
            sink.knownBefore.add(id("a", "m" + i));
        }
        sink.knownBefore.addAll(List.of(id("a", "old1"), id("a", "old2")));

        Report report = new TestRun(emptied, sink).execute();

        assertThat(sink.deleted).isEmpty();
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("2 of 2 tables are gone"));
    }

    @Test
    void thatAFilterLeavesOutAreOfNoFurtherInterest() {
        run.tableFilter = new FilterPattern(null, List.of("t0$", "t3$"));

        Report report = run.execute();

        assertThat(report.entities().filtered()).isEqualTo(5);
        assertThat(report.warnings())
                .containsExactly("left out as filtered: 1 entity that belongs to extensions (hstore); " + KEY);
    }

    @Test
    void ofManyExtensionsAFewAreNamed() {
        for (int i = 10; i < 18; i++) {
            source.member("a", "t" + i, "e" + i);
        }

        assertThat(run.execute().warnings())
                .containsExactly(
                        "left out as filtered: 11 entities that belong to extensions (e10, e11, e12, e13, e14 and 5"
                                + " more); " + KEY);
    }
}
