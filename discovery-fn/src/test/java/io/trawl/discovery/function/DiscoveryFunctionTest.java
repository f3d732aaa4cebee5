package io.trawl.discovery.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broker is answered, by what it sent. */
@QuarkusTest
class DiscoveryFunctionTest {

    private static final String STRUCTURED = "application/cloudevents+json";

    private static String event(String type, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"" + type + "\"" + data + "}";
    }

    private static String request(String data) {
        return event("io.trawl.run.requested.v1", data);
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("no JSON", STRUCTURED, "{nonsense", 422, "no JSON"),
                Arguments.of("empty body", STRUCTURED, "", 422, "cannot be understood"),
                Arguments.of("no type", STRUCTURED, "{\"specversion\":\"1.0\"}", 422, "type"),
                Arguments.of("no data", STRUCTURED, request(""), 422, "data"),
                Arguments.of("null data", STRUCTURED, request(",\"data\":null"), 422, "data.workflow: missing"),
                Arguments.of("no workflow", STRUCTURED, request(",\"data\":{}"), 422, "data.workflow: missing"),
                Arguments.of(
                        "wrong type of data",
                        STRUCTURED,
                        request(",\"data\":{\"workflow\":[1]}"),
                        422,
                        "no JSON of the form expected"),
                Arguments.of(
                        "unknown workflow",
                        STRUCTURED,
                        request(",\"data\":{\"workflow\":\"nobody\"}"),
                        422,
                        "workflow: 'nobody' is unknown"),
                Arguments.of(
                        "path traversal",
                        STRUCTURED,
                        request(",\"data\":{\"workflow\":\"../../etc/passwd\"}"),
                        422,
                        "is no workflow name"),
                Arguments.of(
                        "broken workflow",
                        STRUCTURED,
                        request(",\"data\":{\"workflow\":\"broken\"}"),
                        422,
                        "broken.yaml"),
                Arguments.of(
                        "unreachable source",
                        STRUCTURED,
                        request(",\"data\":{\"workflow\":\"unreachable\"}"),
                        503,
                        "127.0.0.1:1"),
                Arguments.of("unknown type", STRUCTURED, event("io.trawl.unknown.v1", ""), 404, ""),
                Arguments.of("batch", "application/cloudevents-batch+json", "[]", 406, ""));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("poison")
    void answersWithWhatTheBrokerMustDo(String name, String contentType, String body, int status, String reason) {
        Response response = given().contentType(contentType).body(body).post("/");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.asString()).contains(reason);
    }

    @Test
    void aBinaryEventWithoutABodyIsPoison() {
        Response response = given().header("ce-id", "1")
                .header("ce-specversion", "1.0")
                .header("ce-source", "/test")
                .header("ce-type", "io.trawl.run.requested.v1")
                .contentType("application/json")
                .post("/");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.asString()).contains("cannot be understood");
    }

    @Test
    void readinessNamesTheFileThatCannotBeRead() {
        Response response = given().get("/q/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.asString()).contains("broken.yaml").doesNotContain("unreachable.yaml");
    }

    @Test
    void metricsAreThere() {
        assertThat(given().get("/q/metrics").asString()).contains("jvm_memory_used_bytes");
    }
}
