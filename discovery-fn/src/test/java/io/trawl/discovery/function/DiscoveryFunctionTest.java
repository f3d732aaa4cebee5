package io.trawl.discovery.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.trawl.testkit.knative.EventCases;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
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

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("broken workflow", request(",\"data\":{\"workflow\":\"broken\"}"), 422, "broken.yaml"),
                Arguments.of(
                        "unreachable source", request(",\"data\":{\"workflow\":\"unreachable\"}"), 503, "127.0.0.1:1"),
                Arguments.of(
                        "a run where there are none",
                        request(",\"data\":{\"workflow\":\"unreachable\",\"run\":\"r\"}"),
                        422,
                        "its orchestrator is not knative"),
                Arguments.of(
                        "the latest run",
                        request(",\"data\":{\"workflow\":\"unreachable\",\"run\":\"latest\"}"),
                        422,
                        "'latest' is no id of a run"),
                Arguments.of(
                        "no time", request(",\"time\":\"soon\",\"data\":{\"workflow\":\"unreachable\"}"), 422, "soon"),
                Arguments.of(
                        "no id",
                        request(",\"data\":{\"workflow\":\"unreachable\"}").replace("\"id\":\"1\",", ""),
                        422,
                        "id"),
                Arguments.of("a ping that names nothing", event("dev.knative.sources.ping", ",\"data\":{}"), 204, ""),
                Arguments.of(
                        "a ping for nobody",
                        event("dev.knative.sources.ping", ",\"data\":{\"workflow\":\"nobody\"}"),
                        422,
                        "'nobody' is unknown"),
                Arguments.of(
                        "a ping that is wrong",
                        event("dev.knative.sources.ping", ",\"data\":{\"workflow\":[]}"),
                        422,
                        "no JSON of the form expected"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("cases")
    void answersWithWhatTheBrokerMustDo(String name, String body, int status, String reason) {
        Response response = given().contentType(STRUCTURED).body(body).post("/");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.asString()).contains(reason);
        if (status == 422) {
            assertThat(response.asString())
                    .doesNotContainPattern(EventCases.JAVA_CLASS)
                    .doesNotContain(ConfigProvider.getConfig().getValue("trawl.workflows", String.class));
        }
    }

    @Test
    void readinessNamesTheFileThatCannotBeRead() {
        Response response = given().get("/q/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.asString())
                .contains("broken.yaml")
                .contains("no-ledger.yaml: workflowConfig.distributedExecution.ledger: is missing")
                .containsPattern("no-token.yaml: [^\"]*NO_SUCH_TOKEN")
                .doesNotContain("unreachable.yaml");
    }

    @Test
    void metricsAreThere() {
        assertThat(given().get("/q/metrics").asString()).contains("jvm_memory_used_bytes");
    }
}
