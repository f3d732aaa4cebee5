package io.trawl.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.report.Report;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.testkit.openmetadata.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broker is answered, by what it sent and by what became of the batch. */
@QuarkusTest
@QuarkusTestResource(Warehouse.class)
class WorkerFunctionTest {

    private static final String STRUCTURED = "application/cloudevents+json";

    @AfterEach
    void heal() {
        Warehouse.catalog.heal();
    }

    private static String event(String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\","
                + "\"type\":\"io.trawl.entity.discovered.v1\"" + data + "}";
    }

    private static Response post(String data) {
        return given().contentType(STRUCTURED).body(event(data)).post("/");
    }

    private static String data(String json) {
        return ",\"data\":" + json;
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("no run", data("{\"workflow\":\"shop\"}"), "data.run: missing"),
                Arguments.of("no batch", data("{\"workflow\":\"shop\",\"run\":\"r\"}"), "data.batch: missing"),
                Arguments.of(
                        "a batch of letters",
                        data("{\"workflow\":\"shop\",\"run\":\"r\",\"batch\":\"b\"}"),
                        "no JSON of the form expected"),
                Arguments.of(
                        "a negative batch",
                        data("{\"workflow\":\"shop\",\"run\":\"r\",\"batch\":-1}"),
                        "'-1' is below"),
                Arguments.of("an unknown run", data("{\"workflow\":\"shop\",\"run\":\"r0\",\"batch\":0}"), "'r0'"),
                Arguments.of(
                        "the latest run",
                        data("{\"workflow\":\"shop\",\"run\":\"latest\",\"batch\":0}"),
                        "'latest' is no id of a run"),
                Arguments.of(
                        "a snapshot",
                        data("{\"workflow\":\"snapshot\",\"run\":\"r\",\"batch\":0}"),
                        "sink.type: 'file' writes a snapshot"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("poison")
    void whatCannotBeUnderstoodIsPoison(String name, String data, String reason) {
        Response response = post(data);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.asString()).contains(reason);
    }

    @Test
    void anEntityIsIngestedOnce() {
        try (PlannedRun run = new PlannedRun("shop")) {
            Response response = post(run.event("orders"));
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            assertThat(response.jsonPath().getString("type")).isEqualTo("io.trawl.entity.ingested.v1");
            assertThat(response.jsonPath().getString("source")).isEqualTo("/trawl/shop/" + run.id);
            assertThat(response.jsonPath().getString("data.entities[0].id")).isEqualTo("svc.postgres.shop.orders");
            assertThat(response.jsonPath().getString("data.entities[0].outcome"))
                    .isIn("ingested", "unchanged");
            assertThat(Warehouse.catalog.find("table", "svc.postgres.shop.orders"))
                    .isPresent();
            long version = Warehouse.catalog.count("table");

            Response again = post(run.event("orders"));
            assertThat(again.statusCode()).isEqualTo(204);
            assertThat(Warehouse.catalog.count("table")).isEqualTo(version);
            assertThat(given().get("/q/metrics").asString())
                    .contains("trawl_entities_total", "trawl_batch_seconds_count");
        }
    }

    @Test
    void whatIsIngestedIsWhatTheLedgerSays() {
        try (PlannedRun run = new PlannedRun("shop")) {
            Response response =
                    post(run.event(run.id, Long.toString(run.batch("orders")), "'; DROP TABLE shop.orders --"));
            assertThat(response.jsonPath().getString("data.entities[0].id")).isEqualTo("svc.postgres.shop.orders");
        }
    }

    @Test
    void foreignKeysComeInTheirPhase() {
        try (PlannedRun run = new PlannedRun("shop")) {
            assertThat(post(run.event("items")).statusCode()).isEqualTo(204);
            assertThat(post(run.event("items")).statusCode())
                    .as("not in this phase")
                    .isEqualTo(204);
            assertThat(post(run.event("orders")).statusCode()).isEqualTo(200);
            run.beginReferences();

            Response response = post(run.event("items"));
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            assertThat(Warehouse.catalog
                            .find("table", "svc.postgres.shop.items")
                            .orElseThrow()
                            .document()
                            .toString())
                    .contains("FOREIGN_KEY");
        }
    }

    @Test
    void aDroppedTableIsGone() {
        try (PlannedRun run = new PlannedRun("shop", List.of("dropped"))) {
            Response response = post(run.event("dropped"));
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            assertThat(response.jsonPath().getString("data.entities[0].outcome"))
                    .isEqualTo("gone");
        }
    }

    @Test
    void whatSomebodyElseHasIsLeftToThem() {
        try (PlannedRun run = new PlannedRun("shop")) {
            assertThat(run.ledger.claimBatch(run.batch("orders"))).isInstanceOf(BatchClaim.Granted.class);
            assertThat(post(run.event("orders")).statusCode()).isEqualTo(204);
            assertThat(post(run.event(run.id, "99", "orders")).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aRunThatIsOverIsLeftAlone() {
        try (PlannedRun run = new PlannedRun("shop")) {
            run.ledger.end(Report.State.FAILED, true);
            assertThat(post(run.event("orders")).statusCode()).isEqualTo(204);
        }
    }

    @ParameterizedTest(name = "the sink says {0}: {1}, then {2}")
    @CsvSource({
        "503, 503, 200, TRANSIENT",
        "429, 429, 200, THROTTLED",
        "403, 200, 204, PERMISSION",
        "400, 200, 204, INVALID"
    })
    void theStatusFollowsFromTheFailure(int sinkSays, int answered, int thenAnswered, String kind) {
        try (PlannedRun run = new PlannedRun("shop", List.of())) {
            forget();
            Warehouse.catalog.plan(request -> request.method().equals("PUT"), 1000, Answer.status(sinkSays));
            Response response = post(run.event("orders"));
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(answered);
            Response last = post(run.event("orders"));
            assertThat(last.statusCode()).as(last.asString()).isEqualTo(thenAnswered);
            Response failed = answered == 200 ? response : last;
            assertThat(failed.jsonPath().getString("type")).isEqualTo("io.trawl.entity.failed.v1");
            assertThat(failed.jsonPath().getString("data.entities[0].kind")).isEqualTo(kind);
        }
    }

    /** Or nothing would be written. */
    private static void forget() {
        Warehouse.database.execute("ledger", "DELETE FROM trawl.fingerprint");
    }

    @Test
    void aPauseIsSaidAndKept() {
        try (PlannedRun run = new PlannedRun("patient")) {
            forget();
            Warehouse.catalog.plan(request -> request.method().equals("PUT"), 1000, Answer.status(503));
            assertThat(Long.parseLong(post(run.event("orders")).header("Retry-After")))
                    .isBetween(1_700L, 3_600L);
            Warehouse.catalog.heal();
            assertThat(post(run.event("orders")).statusCode())
                    .as("its time has not come")
                    .isEqualTo(204);
        }
    }

    @Test
    void anUnreachableSourceIsTriedAgain() {
        try (PlannedRun run = new PlannedRun("nowhere")) {
            assertThat(post(run.event("orders")).statusCode()).isEqualTo(503);
        }
    }

    @Test
    @SuppressWarnings("try") // it is held, and not used
    void withoutAConnectionInTheBudgetNothingIsClaimed() throws InterruptedException {
        try (PlannedRun run = new PlannedRun("narrow")) {
            try (ConnectionBudget.Lease taken = run.takeConnection()) {
                Response response = post(run.event("orders"));
                assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
                assertThat(response.asString()).contains("maxSourceConnections");
            }
            assertThat(post(run.event("orders")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itIsReadyWhenEveryWorkflowCanBeRead() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }
}
