package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.SCHEMA;
import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.procedure;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.Lie;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogReaderTest extends SinkTest {

    private static final Predicate<ReceivedRequest> LISTING =
            r -> r.method().equals("GET") && r.path().equals("/tables");

    @BeforeEach
    void start() {
        serve(OpenMetadataServer.builder().withoutSchemas());
        open();
        sink.writeHierarchy(hierarchy("public", "sales"));
    }

    private List<String> known(EntityType type, String parent) {
        List<String> known = new ArrayList<>();
        sink.forEachKnown(type, parent, known::add);
        return known;
    }

    @Test
    void listsEveryPageAndNothingDeleted() {
        sink.write(tables(2_500));
        sink.write(List.of(procedure("f")));
        server.delete("table", SCHEMA + ".t00042");
        server.requests();

        assertThat(known(EntityType.TABLE, SCHEMA))
                .hasSize(2_499)
                .doesNotHaveDuplicates()
                .doesNotContain(SCHEMA + ".t00042");
        assertThat(server.requests().stream().filter(LISTING)).hasSize(3);
        assertThat(known(EntityType.STORED_PROCEDURE, SCHEMA)).containsExactly(SCHEMA + ".f");
        assertThat(known(EntityType.TABLE, "svc.db.sales")).isEmpty();
        assertThat(known(EntityType.DATABASE_SCHEMA, "svc.db")).containsExactly(SCHEMA, "svc.db.sales");
        assertThat(known(EntityType.DATABASE, "svc")).containsExactly("svc.db");
    }

    private Map<String, String> fingerprints(OpenMetadataSink of) {
        Map<String, String> held = new HashMap<>();
        of.forEachFingerprint(EntityType.TABLE, SCHEMA, held::put);
        return held;
    }

    @Test
    void fingerprintsAreThoseOfTheLastWrite() {
        List<Request> tables = tables(3);
        sink.write(tables);

        assertThat(fingerprints(sink))
                .isEqualTo(tables.stream()
                        .collect(
                                Collectors.toMap(request -> request.descriptor().id(), Request::fingerprint)));
    }

    @Test
    void exactlyOnePageAndOneMore() {
        sink.write(tables(1_000));
        assertThat(known(EntityType.TABLE, SCHEMA)).hasSize(1_000);
        sink.write(tables(1_001));
        assertThat(known(EntityType.TABLE, SCHEMA)).hasSize(1_001);
    }

    private static Stream<Arguments> brokenPages() {
        return Stream.of(
                broken(
                        "the list is not complete: it has 1500 entries and ends after 1000",
                        page -> object(page, "/paging").remove("after")),
                broken("a page has no total", page -> object(page, "/paging").remove("total")),
                broken("a page has no data", page -> page.remove("data")),
                broken("no fullyQualifiedName", page -> object(page, "/data/1").remove("fullyQualifiedName")));
    }

    private static Arguments broken(String message, Consumer<ObjectNode> how) {
        return Arguments.of(message, how);
    }

    private static ObjectNode object(ObjectNode page, String pointer) {
        return (ObjectNode) page.at(pointer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenPages")
    void aBrokenPageIsAFailure(String message, Consumer<ObjectNode> how) {
        sink.write(tables(1_500));
        server.plan(LISTING, 1, Answer.rewritten(how));
        assertThatThrownBy(() -> known(EntityType.TABLE, SCHEMA))
                .isInstanceOf(TrawlException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPageThatFailsForGoodIsAFailure() {
        sink.write(tables(1_500));
        server.plan(r -> LISTING.test(r) && r.query().containsKey("after"), 100, Answer.status(503));
        assertThatThrownBy(() -> known(EntityType.TABLE, SCHEMA)).hasMessageContaining("GET /tables: 503");
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_SHORT", "TOTAL_TOO_HIGH", "TOTAL_TOO_LOW", "ENDLESS", "ENDLESSLY_NEW", "MALFORMED"})
    void aListThatDoesNotFitItsTotalIsAFailure(Lie lie) {
        sink.write(tables(30));
        server.lie(1, lie);
        if (lie == Lie.MALFORMED) { // a name is for the engine to judge, unless there is none
            server.plan(LISTING, 1, Answer.rewritten(page -> ((ObjectNode)
                            page.path("data").get(1))
                    .put("fullyQualifiedName", "")));
        }
        assertFails(FailureKind.BUG, () -> known(EntityType.TABLE, SCHEMA));
        assertThat(server.requests().stream().filter(LISTING)).hasSizeLessThan(20);
    }

    @Test
    void whatAListSaysIsDeletedIsNotKnown() {
        sink.write(tables(3));
        server.delete("table", SCHEMA + ".t00001");
        server.lie(1, Lie.DELETED);
        assertThat(known(EntityType.TABLE, SCHEMA)).containsExactly(SCHEMA + ".t00000", SCHEMA + ".t00002");
    }

    @Test
    void aPageThatIsTooLargeIsAskedForInSmallerOnes() {
        sink.write(tables(1_500));
        fixture.maxResponseBytes = 100_000;
        open();
        assertThat(known(EntityType.TABLE, SCHEMA)).hasSize(1_500).doesNotHaveDuplicates();
        // At once: an answer that is too large is no reason to wait.
        assertThat(fixture.pauses).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void deletesSoftlyAndWithWhatLiesBelow() {
        sink.write(tables(3));
        assertThat(sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00001")).isTrue();
        assertThat(server.count("table")).isEqualTo(2);
        sink.markDeleted(EntityType.DATABASE_SCHEMA, SCHEMA);
        assertThat(server.count("table")).isZero();
        assertThat(server.count("databaseSchema")).isEqualTo(1);
        sink.markDeleted(EntityType.DATABASE, "svc.db");
        assertThat(server.count("databaseSchema")).isZero();
    }

    @Test
    void whatIsGoneAlreadyIsNoFailure() {
        sink.write(tables(1));
        assertThat(sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00000")).isTrue();
        assertThat(sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00000")).isFalse();
        assertThat(sink.markDeleted(EntityType.TABLE, SCHEMA + ".never")).isFalse();
        assertThat(server.count("table")).isZero();
        server.plan(r -> r.method().equals("DELETE"), 100, Answer.status(400));
        assertThatThrownBy(() -> sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00000"))
                .isInstanceOf(TrawlException.class);
    }

    @Test
    void aDeletionCountsOnlyIfTheServerConfirmsIt() {
        sink.write(tables(2));
        Predicate<ReceivedRequest> deletion = r -> r.method().equals("DELETE");
        server.plan(deletion, 1, Answer.rewritten(ObjectNode::removeAll));
        assertThat(sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00000")).isFalse();
        assertThat(server.count("table")).isEqualTo(1);

        server.plan(deletion, 1, Answer.status(200).body("application/json", "{}"));
        assertThatThrownBy(() -> sink.markDeleted(EntityType.TABLE, SCHEMA + ".t00001"))
                .hasMessageContaining("it is still there");
        assertThat(server.count("table")).isEqualTo(1);
    }

    @Test
    void existingTablesAreAskedForOnce() {
        sink.write(tables(3));
        List<String> asked = List.of(SCHEMA + ".t00000", SCHEMA + ".t00002", SCHEMA + ".no", "svc.x.y.z");
        assertThat(sink.existingTables(asked)).containsExactlyInAnyOrder(SCHEMA + ".t00000", SCHEMA + ".t00002");
        long before = server.requestCount();
        assertThat(sink.existingTables(asked)).hasSize(2);
        assertThat(server.requestCount()).isEqualTo(before);
    }

    @Test
    void manyTablesOfOneSchemaCostOneList() {
        sink.write(tables(50));
        long before = server.requestCount();
        List<String> asked = IntStream.range(40, 70)
                .mapToObj(i -> String.format("%s.t%05d", SCHEMA, i))
                .toList();
        assertThat(sink.existingTables(asked)).hasSize(10);
        assertThat(server.requestCount()).isEqualTo(before + 1);
        assertThat(sink.existingTables(List.of())).isEmpty();
    }

    @Test
    void ownersAreUsersOrTeams() {
        UUID user = server.addUser("o'neill/ä");
        UUID team = server.addTeam("etl");
        assertThat(sink.resolveOwner("o'neill/ä")).contains(new Owner(user.toString(), "user", "o'neill/ä"));
        assertThat(sink.resolveOwner("etl")).contains(new Owner(team.toString(), "team", "etl"));
        assertThat(sink.resolveOwner("nobody")).isEmpty();
        long before = server.requestCount();
        assertThat(sink.resolveOwner("nobody")).isEmpty();
        assertThat(sink.resolveOwner("etl")).isPresent();
        assertThat(server.requestCount()).isEqualTo(before);
    }
}
