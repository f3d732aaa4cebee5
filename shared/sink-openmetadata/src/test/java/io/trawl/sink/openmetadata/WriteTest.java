package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.SCHEMA;
import static io.trawl.sink.openmetadata.Fixture.badTable;
import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.ingested;
import static io.trawl.sink.openmetadata.Fixture.procedure;
import static io.trawl.sink.openmetadata.Fixture.request;
import static io.trawl.sink.openmetadata.Fixture.table;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static io.trawl.sink.openmetadata.Fixture.unreadableTable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteTest extends SinkTest {

    @Test
    void writesTablesAndProceduresInBulk() {
        start(OpenMetadataServer.builder());
        List<Request> requests = new ArrayList<>(tables(250));
        requests.add(procedure("f"));
        requests.add(procedure("g"));

        List<Outcome> outcomes = sink.write(requests);

        assertThat(ingested(outcomes))
                .containsExactlyInAnyOrderElementsOf(
                        requests.stream().map(r -> r.descriptor().id()).toList());
        assertThat(server.count("table")).isEqualTo(250);
        assertThat(server.count("storedProcedure")).isEqualTo(2);
        // One of them was the probe.
        assertThat(server.requestCount("PUT", "/tables/bulk")).isEqualTo(1 + 3);
        assertThat(server.requestCount("PUT", "/storedProcedures/bulk")).isEqualTo(1);
        assertThat(server.requestCount("PUT", "/tables")).isZero();
    }

    @Test
    void noRequestIsLargerThanTheWorkflowSays() {
        start(OpenMetadataServer.builder());
        fixture.batchSize = 30;
        open();
        assertThat(ingested(sink.write(tables(250)))).hasSize(250);
        assertThat(server.requestCount("PUT", "/tables/bulk")).isEqualTo(1 + 9);

        fixture.batchSize = 1;
        open();
        assertThat(ingested(sink.write(tables(5)))).hasSize(5);
        assertThat(server.requestCount("PUT", "/tables/bulk")).isEqualTo(1 + 9);
        assertThat(server.requestCount("PUT", "/tables")).isEqualTo(5);
    }

    @Test
    void nothingToWriteIsNothingSent() {
        start(OpenMetadataServer.builder());
        long before = server.requestCount();
        assertThat(sink.write(List.of())).isEmpty();
        assertThat(server.requestCount()).isEqualTo(before);
    }

    @Test
    void failureInsideOkIsFailureOfThatItem() {
        start(OpenMetadataServer.builder());
        List<Request> requests = new ArrayList<>(tables(50));
        requests.add(17, badTable("bad"));

        List<Outcome> outcomes = sink.write(requests);

        assertThat(ingested(outcomes)).hasSize(50);
        assertThat(failed(outcomes)).singleElement().satisfies(failure -> {
            assertThat(failure.descriptor().id()).isEqualTo(SCHEMA + ".bad");
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.message())
                    .contains("PUT /tables: 400", "repeated")
                    .doesNotContain("\n");
        });
    }

    @Test
    void missingParentIsInvalid() {
        start(OpenMetadataServer.builder());
        List<Outcome> outcomes =
                sink.write(List.of(request(table("svc.db.nowhere", "a")), request(table("svc.db.nowhere", "b"))));
        assertFailed(2, FailureKind.INVALID, outcomes, "404", "svc.db.nowhere not found");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 63})
    void refusedBulkIsHalvedUntilTheBadItemIsAlone(int at) {
        start(OpenMetadataServer.builder());
        List<Request> requests = new ArrayList<>(tables(63));
        requests.add(at, unreadableTable("bad"));

        List<Outcome> outcomes = sink.write(requests);

        assertThat(ingested(outcomes)).hasSize(63);
        assertThat(failed(outcomes)).singleElement().satisfies(failure -> {
            assertThat(failure.descriptor().id()).isEqualTo(SCHEMA + ".bad");
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
        });
        // 64, 32, 16, 8, 4, 2 fail; their other halves pass; probe.
        assertThat(server.requestCount("PUT", "/tables/bulk")).isEqualTo(6 + 5 + 1);
        assertThat(server.requestCount("PUT", "/tables")).isEqualTo(2);
    }

    @Test
    void serverErrorOfBulkIsHalvedAndAloneTriedAgain() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.status(500));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);

        server.plan(r -> r.path().equals("/tables"), 1, Answer.status(500));
        assertThat(ingested(sink.write(tables(1)))).hasSize(1);
        server.plan(r -> r.path().equals("/tables"), 100, Answer.status(500));
        assertFailed(1, FailureKind.BUG, sink.write(tables(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void withoutBulkEveryEntityIsPutAlone(int status) {
        start(OpenMetadataServer.builder().version("1.5.0").withoutBulk(status));
        List<Request> requests = new ArrayList<>(tables(30));
        requests.add(badTable("bad"));
        List<Outcome> outcomes = sink.write(requests);
        assertThat(ingested(outcomes)).hasSize(30);
        assertThat(failed(outcomes)).hasSize(1);
        assertThat(server.requests().stream().filter(ReceivedRequest::isBulk)).hasSize(1);
        assertThat(server.requestCount("PUT", "/tables")).isEqualTo(31);
    }

    @Test
    void withoutBulkAndWithoutHierarchy() {
        start(OpenMetadataServer.builder().withoutBulk(405));
        open();
        assertThat(ingested(sink.write(tables(120)))).hasSize(120);
        assertThat(ingested(sink.write(tables(20)))).hasSize(20);
    }

    @Test
    void tooLargeHalvesTheChunksFromThenOn() {
        start(OpenMetadataServer.builder().maxBodyBytes(10_000));
        assertThat(ingested(sink.write(tables(100)))).hasSize(100);
        long refused =
                server.requests().stream().filter(r -> r.bodyBytes() > 10_000).count();
        assertThat(refused).isGreaterThan(0);
        assertThat(ingested(sink.write(tables(100)))).hasSize(100);
        assertThat(server.requests().stream().filter(r -> r.bodyBytes() > 10_000))
                .hasSize((int) refused);
    }

    @Test
    void aloneTooLargeIsInvalid() {
        start(OpenMetadataServer.builder().maxBodyBytes(200));
        assertFailed(2, FailureKind.INVALID, sink.write(tables(2)), "413");
    }

    @Test
    void manyLargeOnesStayBelowTheBound() {
        start(OpenMetadataServer.builder());
        String ddl = "x".repeat(100_000);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var table = table(SCHEMA, "large" + i);
            requests.add(request(table(SCHEMA, table.name(), null, table.columns(), List.of(), ddl)));
        }
        assertThat(ingested(sink.write(requests))).hasSize(40);
        assertThat(server.requests()).allSatisfy(r -> assertThat(r.bodyBytes()).isLessThan((1 << 20) + 200));
    }

    @Test
    void itemsTheAnswerDoesNotMentionAreSentAgain() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.rewritten(answer -> {
            ArrayNode passed = (ArrayNode) answer.path("successRequest");
            while (passed.size() > 6) {
                passed.remove(0);
            }
        }));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
        assertThat(server.all("table").stream().mapToInt(StoredEntity::writes).sum())
                .isEqualTo(14);

        server.plan(ReceivedRequest::isBulk, 1, Answer.rewritten(answer -> answer.removeAll()));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
    }

    @Test
    void orderOfTheAnswerDoesNotMatter() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.rewritten(answer -> {
            ArrayNode passed = (ArrayNode) answer.path("successRequest");
            ArrayNode reversed = passed.deepCopy().removeAll();
            for (int i = passed.size() - 1; i >= 0; i--) {
                reversed.add(passed.get(i));
            }
            answer.set("successRequest", reversed);
        }));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
        assertThat(server.all("table"))
                .allSatisfy(table -> assertThat(table.writes()).isEqualTo(1));
    }

    @Test
    void permissionDeniedForOneItemIsNotTriedAgain() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.rewritten(answer -> {
            ArrayNode passed = (ArrayNode) answer.path("successRequest");
            String fqn = passed.remove(0).path("request").asText();
            ((ArrayNode) answer.path("failedRequest"))
                    .addObject()
                    .put("request", fqn)
                    .put("status", 403)
                    .put("message", "Permission denied");
        }));
        long before = server.requestCount();
        assertFailed(1, FailureKind.PERMISSION, sink.write(tables(10)));
        assertThat(server.requestCount()).isEqualTo(before + 1);
    }

    @Test
    void namesThatAreTooLongAreNotSent() {
        start(OpenMetadataServer.builder());
        long before = server.requestCount();
        List<Outcome> outcomes = sink.write(List.of(
                request(table(SCHEMA, "n".repeat(257))), request(table(SCHEMA + "." + "s".repeat(3_100), "t"))));
        assertThat(failed(outcomes)).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.message().length()).isLessThan(200);
        });
        assertThat(server.requestCount()).isEqualTo(before);
        assertThat(ingested(sink.write(List.of(request(table(SCHEMA, "n".repeat(256)))))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with.dot",
                "with \"quotes\"",
                "a/b",
                "a b+c",
                "ünïcödé 表",
                "100%",
                "a::b",
                "a>b",
                "?x=1&y",
                "#",
                "'"
            })
    void strangeNames(String name) {
        start(OpenMetadataServer.builder());
        String fqn = Fqn.child(SCHEMA, name);
        assertThat(ingested(sink.write(List.of(request(table(SCHEMA, name)), request(table(SCHEMA, "other"))))))
                .contains(fqn);
        assertThat(server.find("table", fqn)).isPresent();
        assertThat(sink.existingTables(List.of(fqn))).containsExactly(fqn);
        sink.markDeleted(io.trawl.api.model.EntityType.TABLE, fqn);
        assertThat(server.find("table", fqn).orElseThrow().deleted()).isTrue();
    }

    @Test
    void throttledWaitsAsLongAsTheServerSays() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.status(429).header("Retry-After", "17"));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
        assertThat(fixture.pauses).containsExactly(Duration.ofSeconds(17));

        fixture.pauses.clear();
        server.plan(ReceivedRequest::isBulk, 1, Answer.status(429).header("Retry-After", "86400"));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
        assertThat(fixture.pauses).containsExactly(Duration.ofMinutes(10));

        server.plan(ReceivedRequest::isBulk, 100, Answer.status(429));
        assertFailed(10, FailureKind.THROTTLED, sink.write(tables(10)));
    }

    @Test
    void deletedOnesAreRestoredByAWrite() {
        start(OpenMetadataServer.builder());
        sink.write(tables(2));
        server.delete("table", SCHEMA + ".t00001");
        assertThat(server.count("table")).isEqualTo(1);
        assertThat(ingested(sink.write(tables(2)))).hasSize(2);
        assertThat(server.count("table")).isEqualTo(2);
    }
}
