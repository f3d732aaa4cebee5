package io.trawl.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.trawl.testkit.openmetadata.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broker is answered, by what it sent and by what became of the entity. */
@QuarkusTest
@QuarkusTestResource(Warehouse.class)
class WorkerFunctionTest {

    private static final String STRUCTURED = "application/cloudevents+json";

    @BeforeEach
    void hierarchyIsThere() {
        CatalogSetup.hierarchy(Warehouse.catalog);
    }

    @AfterEach
    void heal() {
        Warehouse.catalog.heal();
    }

    private static String event(String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\","
                + "\"type\":\"io.trawl.entity.discovered.v1\"" + data + "}";
    }

    private static String entity(String workflow, String table) {
        return event(",\"data\":{\"workflow\":\"" + workflow
                + "\",\"run\":\"r1\",\"type\":\"table\",\"id\":\"svc.postgres.shop."
                + table + "\",\"metadata\":{\"database\":\"postgres\",\"schema\":\"shop\",\"name\":\"" + table
                + "\",\"kind\":\"Regular\",\"oid\":\"" + oid(table) + "\"},\"priority\":1}");
    }

    private static long oid(String table) {
        try (Connection connection = Warehouse.database.connect("postgres");
                ResultSet result = connection
                        .createStatement()
                        .executeQuery("SELECT coalesce(to_regclass('shop." + table + "')::oid::bigint, 1)")) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response post(String body) {
        return given().contentType(STRUCTURED).body(body).post("/");
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("no JSON", "{nonsense", "no JSON"),
                Arguments.of("no data", event(""), "cannot be understood"),
                Arguments.of("null data", event(",\"data\":null"), "data: missing"),
                Arguments.of("empty data", event(",\"data\":{}"), "data.workflow: missing"),
                Arguments.of(
                        "unknown entity type",
                        event(",\"data\":{\"workflow\":\"shop\",\"run\":\"r\",\"type\":\"dashboard\",\"id\":\"x\","
                                + "\"metadata\":{},\"priority\":1}"),
                        "data.type: 'dashboard'"),
                Arguments.of(
                        "no priority",
                        event(",\"data\":{\"workflow\":\"shop\",\"run\":\"r\",\"type\":\"table\",\"id\":\"x\","
                                + "\"metadata\":{}}"),
                        "priority: 0 is below 1"),
                Arguments.of("unknown workflow", entity("nobody", "orders"), "workflow: 'nobody' is unknown"),
                Arguments.of("a snapshot", entity("snapshot", "orders"), "sink.type: 'file' writes a snapshot"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("poison")
    void whatCannotBeUnderstoodIsPoison(String name, String body, String reason) {
        Response response = post(body);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.asString()).contains(reason);
    }

    @Test
    void anEntityIsIngested() {
        Response response = post(entity("shop", "orders"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("type")).isEqualTo("io.trawl.entity.ingested.v1");
        assertThat(response.jsonPath().getString("source")).isEqualTo("/trawl/shop/r1");
        assertThat(response.jsonPath().getString("data.outcome")).isEqualTo("ingested");
        assertThat(Warehouse.catalog.find("table", "svc.postgres.shop.orders")).isPresent();
        assertThat(given().get("/q/metrics").asString())
                .contains("trawl_entities_total{outcome=\"ingested\",type=\"table\"}", "trawl_batch_seconds_count");
    }

    @Test
    void theSameEventTwiceHasTheSameAnswerAndEffect() {
        String first = post(entity("shop", "orders")).jsonPath().getString("id");
        assertThat(post(entity("shop", "orders")).jsonPath().getString("id")).isEqualTo(first);
        assertThat(Warehouse.catalog.count("table")).isPositive();
    }

    @Test
    void aDroppedTableIsGone() {
        Response response = post(entity("shop", "nothing_of_this_name"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("data.outcome")).isEqualTo("gone");
    }

    @ParameterizedTest(name = "the sink says {0}: {1}")
    @CsvSource({"503,503,", "429,429,", "403,200,PERMISSION", "400,200,INVALID"})
    void theStatusFollowsFromTheFailure(int sinkSays, int answered, String kind) {
        Warehouse.catalog.plan(request -> request.method().equals("PUT"), 1000, Answer.status(sinkSays));
        Response response = post(entity("shop", "orders"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(answered);
        if (kind != null) {
            assertThat(response.jsonPath().getString("type")).isEqualTo("io.trawl.entity.failed.v1");
            assertThat(response.jsonPath().getString("data.kind")).isEqualTo(kind);
        }
    }

    @Test
    void anUnreachableSourceIsTriedAgain() {
        assertThat(post(entity("nowhere", "orders")).statusCode()).isEqualTo(503);
    }

    @Test
    void itIsReadyWhenEveryWorkflowCanBeRead() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }
}
