package io.trawl.engine;

import static io.trawl.engine.FakeSource.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.ReadResult;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.FailedEntity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two names in the source that are one in the catalog. */
class SameNamesTest {

    private static final String RAW = "a\"b";
    private static final String LITERAL = "a__reserved__quote__b";

    private final FakeSource source = new FakeSource();
    private final FakeSink sink = new FakeSink();
    private final TestRun run = new TestRun(source, sink);

    private static String message(String first, String second) {
        return "'s.%s' and 's.%s' have the same name in OpenMetadata, 'svc.db.s.%s': the first of them is ingested, the other one"
                        .formatted(first, second, LITERAL)
                + " cannot be; rename it";
    }

    private static FailedEntity failed(String id, String type, String message) {
        return new FailedEntity(id, type, FailureKind.INVALID, message, 1);
    }

    @Test
    void theFirstTableIsIngestedAndTheSecondFailsInEveryRun() {
        source.schema("s", 50).tables("s", RAW, LITERAL).schema("s", 50);

        for (int parallelism : new int[] {1, 8}) {
            sink.writes.clear();
            Report report = run.parallelism(parallelism).execute();

            assertThat(report.entities().listed()).isEqualTo(102);
            assertThat(report.entities().ingested()).isEqualTo(101);
            assertThat(report.failures()).containsExactly(failed(id("s", RAW) + "::2", "table", message(RAW, LITERAL)));
            assertThat(sink.writes.get(id("s", RAW))).isEqualTo(1);
            assertThat(source.reads(id("s", RAW)))
                    .as("reads of the first, so far")
                    .isEqualTo(parallelism == 1 ? 1 : 2);
            assertThat(source.reads(id("s", RAW) + "::2")).isZero();
        }
        assertThat(sink.deleted).isEmpty();
    }

    @Test
    void whichIsFirstIsTheSourcesToSay() {
        source.tables("s", LITERAL, "t", RAW, LITERAL);

        Report report = run.execute();

        assertThat(report.failures()).extracting(FailedEntity::message).containsExactly(message(LITERAL, RAW));
        assertThat(report.entities().listed())
                .as("what is listed twice is one entity")
                .isEqualTo(3);
    }

    @Test
    void ofSeveralEachHasALine() {
        source.tables("s", "x>y\"z", "x__reserved__arrow__y\"z", "x>y__reserved__quote__z");

        Report report = run.successThreshold(0).execute();

        assertThat(report.failures())
                .extracting(FailedEntity::id)
                .containsExactlyInAnyOrder(id("s", "x>y\"z") + "::2", id("s", "x>y\"z") + "::3");
        assertThat(report.failures()).allMatch(failure -> failure.message().contains("'s.x>y\"z' and 's.x"));
    }

    @Test
    void anOverloadAndAFunctionThatIsCalledLikeIt() {
        SameNames names = new SameNames();
        EntityDescriptor overload = function("f(integer)", "f");
        EntityDescriptor literal = function("f(integer)", "f(integer)");

        assertThat(names.check(overload)).isSameAs(overload);
        assertThat(names.check(function("g(integer)", "g")).refusal()).isNull();
        assertThat(names.check(literal).refusal()).contains("'s.f' and 's.f(integer)'", "'svc.db.s.f(integer)'");
        assertThat(names.check(overload).refusal()).as("listed once more").isNull();
    }

    private static EntityDescriptor function(String catalogName, String rawName) {
        return new EntityDescriptor(
                Fqn.of("svc", "db", "s", catalogName),
                EntityType.STORED_PROCEDURE,
                Map.of("database", "db", "schema", "s", "name", rawName),
                1);
    }

    @Test
    void theSecondSchemaFailsWithAllThatLiesInIt() {
        source.tables(LITERAL, "old", "t").tables("fine", "t").tables(RAW, "t", "u");
        String schema = Fqn.of("svc", "db", RAW);
        sink.knownBefore.addAll(List.of(schema + ".u", schema + ".gone", "svc.db.fine.gone"));

        Report report = run.execute();

        assertThat(report.entities().ingested()).isEqualTo(3);
        assertThat(report.failures())
                .containsExactly(failed(
                        schema + "::2",
                        "databaseSchema",
                        "'%s' and '%s' have the same name in OpenMetadata, '%s': the first of them is ingested, the other one"
                                        .formatted(LITERAL, RAW, schema)
                                + " cannot be; rename it"));
        assertThat(sink.deleted)
                .as("what the catalog holds in the first may be the second's")
                .containsExactly("svc.db.fine.gone");
        run.markDeleted(true, true, false).execute();
        assertThat(sink.deleted).as("nor is a schema deleted").doesNotContain(schema);
    }

    @Test
    void aTableWithTwoSuchColumnsFailsAndNamesBoth() {
        source.tables("s", "fine", "bad", "nested");
        source.reader = descriptor -> new ReadResult.Read(
                descriptor,
                FakeSource.tableOf(
                        descriptor,
                        switch (descriptor.name()) {
                            case "bad" -> List.of(column(RAW), column("c"), column(LITERAL));
                            case "nested" -> List.of(column("c", column("tab\tx"), column("tab__reserved__tab__x")));
                            default -> List.of(column(RAW), column("c"), column("C"));
                        }));

        Report report = run.successThreshold(0).execute();

        assertThat(report.entities().ingested()).isEqualTo(1);
        assertThat(report.failures())
                .containsExactlyInAnyOrder(
                        failed(
                                id("s", "bad"),
                                "table",
                                "columns 'a\"b' and 'a__reserved__quote__b' have the same name in OpenMetadata,"
                                        + " 'a__reserved__quote__b': rename one of them"),
                        failed(
                                id("s", "nested"),
                                "table",
                                "column 'c': columns 'tab\tx' and 'tab__reserved__tab__x' have the same name in OpenMetadata,"
                                        + " 'tab__reserved__tab__x': rename one of them"));
        assertThat(source.reads(id("s", "bad"))).as("it is not tried again").isEqualTo(1);
    }

    private static Column column(String rawName, Column... children) {
        String name = Fqn.encodeInTable(rawName);
        return new Column(
                name,
                name.equals(rawName) ? null : rawName,
                children.length == 0 ? "INT" : "STRUCT",
                null,
                null,
                null,
                null,
                "integer",
                null,
                null,
                1,
                children.length == 0 ? null : List.of(children),
                null);
    }
}
