package io.trawl.discovery.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.events.Events;
import io.trawl.testkit.LogLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events that could not be delivered. */
@QuarkusTest
@QuarkusTestResource(value = LetterLedger.class, restrictToAnnotatedClass = true)
class DeadLetterTest {

    private static final String REASON = "data.batch: missing";

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int binary(String type, String data, String code, String reason) {
        RequestSpecification request = given().contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "/test")
                .header("ce-type", type)
                .header("ce-knativeerrordest", "http://worker/");
        if (!code.isEmpty()) {
            request.header("ce-knativeerrorcode", code);
        }
        if (!reason.isEmpty()) {
            request.header("ce-knativeerrordata", reason);
        }
        return request.body(data).post("/dead-letters").statusCode();
    }

    private static int discovered(String data, String code) {
        return binary(Events.ENTITY_DISCOVERED, data, code, base64(REASON));
    }

    private static int structured(String contentType, String data, String code) {
        Response response = given().contentType(contentType)
                .body("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\""
                        + Events.ENTITY_DISCOVERED
                        + "\",\"knativeerrorcode\":" + code + ",\"knativeerrordata\":\"" + base64(REASON) + "\"," + data
                        + "}")
                .post("/dead-letters");
        return response.statusCode();
    }

    private static void assertFailed(EntityRecord entity, FailureKind kind, String message) {
        assertThat(entity.state()).isEqualTo(EntityRecord.State.FAILED);
        assertThat(entity.kind()).isEqualTo(kind);
        assertThat(entity.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "401", "403", "405", "406", "413", "422"})
    void whatWasRefusedForGoodHasFailed(String code) {
        try (WaitingRun run = new WaitingRun(2)) {
            assertThat(discovered(run.event(0), code)).isEqualTo(204);
            assertFailed(
                    run.entity(0),
                    FailureKind.INVALID,
                    "the broker gave up after status " + code + ": data.batch: missing");
            assertThat(run.entity(1).state()).isEqualTo(EntityRecord.State.OPEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "nonsense", "404", "408", "409", "429", "500", "502", "503", "504"})
    void anythingElseWasAnAttempt(String code) {
        try (WaitingRun run = new WaitingRun(1)) {
            assertThat(discovered(run.event(0), code)).isEqualTo(204);
            assertThat(run.entity(0).state()).isEqualTo(EntityRecord.State.OPEN);
            assertThat(run.entity(0).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(run.entity(0).attempts()).isEqualTo(1);

            assertThat(discovered(run.event(0), code)).isEqualTo(204);
            boolean isStatus = code.matches("[45]..");
            assertFailed(
                    run.entity(0),
                    FailureKind.TRANSIENT,
                    "the broker gave up" + (isStatus ? " after status " + code : "") + ": data.batch: missing");
            assertThat(run.entity(0).attempts()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "application/cloudevents+json; charset=utf-8"})
    void aStructuredLetterIsTaken(String contentType) {
        try (WaitingRun run = new WaitingRun(2)) {
            assertThat(structured(contentType, "\"data\":" + run.event(0), "\"422\""))
                    .isEqualTo(204);
            assertThat(structured(contentType, "\"data_base64\":\"" + base64(run.event(1)) + "\"", "422"))
                    .isEqualTo(204);
            for (int batch = 0; batch < 2; batch++) {
                assertFailed(
                        run.entity(batch),
                        FailureKind.INVALID,
                        "the broker gave up after status 422: data.batch: missing");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Z3LDvMOfZQ==|grüße", // base64
                "Z3LDvMOfZQ|grüße", // without its end
                "Z3LDvMOfZ|grüß", // cut anywhere
                "Z3LD|gr", // within a character
                "no route to host: 10.0.0.1|no route to host: 10.0.0.1",
                "abcd|abcd", // as base64 it would be no text
                "bGluZQpicmVhaw==|line break",
            })
    void theReasonIsReadable(String data, String reason) {
        try (WaitingRun run = new WaitingRun(1)) {
            assertThat(binary(Events.ENTITY_DISCOVERED, run.event(0), "422", data))
                    .isEqualTo(204);
            assertFailed(run.entity(0), FailureKind.INVALID, "the broker gave up after status 422: " + reason);
        }
    }

    @Test
    void theReasonMayBeMissingOrLong() {
        try (WaitingRun run = new WaitingRun(2)) {
            assertThat(binary(Events.ENTITY_DISCOVERED, run.event(0), "422", ""))
                    .isEqualTo(204);
            assertFailed(run.entity(0), FailureKind.INVALID, "the broker gave up after status 422");
            assertThat(binary(Events.ENTITY_DISCOVERED, run.event(1), "422", base64("x\u0000" + "😀".repeat(700))))
                    .isEqualTo(204);
            assertThat(run.entity(1).message()).contains(": x\\u0000😀").hasSizeLessThan(600);
        }
    }

    @Test
    void whatSomebodyHasOrIsDoneStaysAsItIs() {
        try (WaitingRun run = new WaitingRun(2)) {
            Claim held = claim(run, 0);
            Claim done = claim(run, 1);
            List<Outcome> gone = List.of(new Outcome.Gone(done.descriptors().get(0)));
            run.ledger.complete(
                    done, new Completion(gone, List.of(), List.of(), Duration.ZERO, Map.of(), Duration.ZERO));
            long sessions = LetterLedger.number("SELECT count(*) FROM trawl.run_session");
            for (int batch = 0; batch < 3; batch++) { // there is no third
                assertThat(discovered(run.event(batch), "422")).isEqualTo(204);
            }
            assertThat(run.entity(0).state()).isEqualTo(EntityRecord.State.OPEN);
            assertThat(run.entity(0).kind()).isNull();
            assertThat(run.ledger.holds(held)).isTrue();
            assertThat(run.entity(1).state()).isEqualTo(EntityRecord.State.GONE);
            assertThat(LetterLedger.number("SELECT count(*) FROM trawl.run_session"))
                    .as("who did nothing leaves nothing")
                    .isEqualTo(sessions);
        }
    }

    private static Claim claim(WaitingRun run, long batch) {
        return ((BatchClaim.Granted) run.ledger.claimBatch(batch)).claim();
    }

    @Test
    void aRunThatIsOverStaysAsItIs() {
        try (WaitingRun run = new WaitingRun(1)) {
            run.ledger.end(Report.State.FAILED, true);
            assertThat(discovered(run.event(0), "422")).isEqualTo(204);
            assertThat(run.entity(0).state()).isEqualTo(EntityRecord.State.OPEN);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "io.trawl.entity.discovered.v1|{\"workflow\":\"letters\",\"run\":\"r0\",\"batch\":0}|run 'r0'",
                "io.trawl.entity.discovered.v1|{\"workflow\":\"nobody\",\"run\":\"r0\",\"batch\":0}|'nobody' is unknown",
                "io.trawl.entity.discovered.v1|{\"workflow\":\"../letters\",\"run\":\"r0\",\"batch\":0}|no workflow name",
                "io.trawl.entity.discovered.v1|{\"workflow\":\"letters\",\"run\":\"latest\",\"batch\":0}|cannot be understood",
                "io.trawl.entity.discovered.v1|{\"workflow\":\"letters\",\"run\":\"a\\u0000b\",\"batch\":0}|cannot be understood",
                "io.trawl.entity.discovered.v1|{\"workflow\":\"letters\"}|cannot be understood",
                "io.trawl.entity.discovered.v1|{nonsense|cannot be understood",
                "io.trawl.entity.discovered.v1|null|the broker gave up after status 422",
                "io.trawl.run.requested.v1|{\"workflow\":\"letters\"}|the broker gave up after status 422",
                "io.trawl.run.requested.v1|{\"workflow\":\"letters\",\"run\":\"r0\"}|run 'r0'",
                "io.trawl.entity.ingested.v1|{}|dead letter of type io.trawl.entity.ingested.v1",
                "something.else|12|dead letter of type something.else"
            })
    void whatTheLedgerKnowsNothingOfIsLogged(String type, String data, String line) {
        try (LogLines log = new LogLines()) {
            assertThat(binary(type, data, "422", base64(REASON))).isEqualTo(204);
            assertThat(log.lines()).anyMatch(logged -> logged.contains("dead letter") && logged.contains(line));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|hello",
                "application/json|{}",
                "application/cloudevents+json|{}",
                "application/cloudevents+json|null",
                "application/cloudevents+json|[",
                "application/cloudevents-batch+json|[]"
            })
    void whatIsNoEventIsLogged(String contentType, String body) {
        try (LogLines log = new LogLines()) {
            assertThat(given().contentType(contentType)
                            .body(body)
                            .post("/dead-letters")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(log.lines()).anyMatch(logged -> logged.contains("dead letter: no CloudEvent"));
        }
    }

    @Test
    void withoutItsLedgerItIsToComeAgain() {
        String data = "{\"workflow\":\"" + LetterLedger.AWAY + "\",\"run\":\"r\",\"batch\":0}";
        assertThat(discovered(data, "422")).isEqualTo(503);
        assertThat(binary(Events.RUN_REQUESTED, data, "503", "")).isEqualTo(503);
    }

    @Test
    void aStepThatWasNotBegunIsAWarningOfTheRun() {
        try (WaitingRun run = new WaitingRun(1)) {
            String data = "{\"workflow\":\"" + LetterLedger.WORKFLOW + "\",\"run\":\"" + run.id + "\"}";
            assertThat(binary(Events.RUN_REQUESTED, data, "503", base64("K_SINK: is not set")))
                    .isEqualTo(204);
            assertThat(run.warnings())
                    .containsExactly("a step of the run was not begun: the broker gave up after status 503:"
                            + " K_SINK: is not set; the next ping goes on with it");
        }
    }
}
