package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import io.trawl.testkit.knative.Subscriber.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class KnativeBrokerDeliveryTest {

    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Subscriber deadLetters = Subscriber.answering(202);
    private final Delivery delivery = new Delivery(3, Duration.ofMillis(1), deadLetters.uri());

    @AfterEach
    void close() {
        deadLetters.close();
    }

    /** Sends the event 1 of type t to one subscriber, and waits until that has ended; returns the broker's answer. */
    private static int send(KnativeBroker broker, URI subscriber, Delivery delivery) throws Exception {
        broker.trigger("worker", null, subscriber, delivery);
        int status = Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
        broker.awaitQuiet(QUIET);
        return status;
    }

    /** The broker's table. */
    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED, 1",
        "201, DELIVERED, 1",
        "202, DELIVERED, 1",
        "204, DELIVERED, 1",
        "301, DEAD_LETTERED, 1",
        "302, DEAD_LETTERED, 1",
        "307, DEAD_LETTERED, 1",
        "400, DEAD_LETTERED, 1",
        "401, DEAD_LETTERED, 1",
        "403, DEAD_LETTERED, 1",
        "405, DEAD_LETTERED, 1",
        "406, DEAD_LETTERED, 1",
        "410, DEAD_LETTERED, 1",
        "413, DEAD_LETTERED, 1",
        "415, DEAD_LETTERED, 1",
        "422, DEAD_LETTERED, 1",
        "404, DEAD_LETTERED, 4",
        "408, DEAD_LETTERED, 4",
        "409, DEAD_LETTERED, 4",
        "429, DEAD_LETTERED, 4",
        "500, DEAD_LETTERED, 4",
        "501, DEAD_LETTERED, 4",
        "502, DEAD_LETTERED, 4",
        "503, DEAD_LETTERED, 4",
        "504, DEAD_LETTERED, 4",
        "599, DEAD_LETTERED, 4"
    })
    void retriesByTheTable(int status, Outcome outcome, int attempts) throws Exception {
        for (BrokerKind kind : BrokerKind.values()) {
            try (KnativeBroker broker = KnativeBroker.of(kind);
                    Subscriber subscriber = Subscriber.answering(status)) {
                assertThat(send(broker, subscriber.uri(), delivery)).isEqualTo(202);

                DeliveryRecord record = broker.deliveries().get(0);
                assertThat(record.outcome()).isEqualTo(outcome);
                assertThat(record.statuses()).isEqualTo(Collections.nCopies(attempts, status));
                assertThat(subscriber.received()).hasSize(attempts);
                if (outcome == Outcome.DEAD_LETTERED) {
                    assertThat(deadLetters.only().getExtension("knativeerrorcode"))
                            .isEqualTo(Integer.toString(status));
                }
            }
        }
        assertThat(deadLetters.received()).hasSize(outcome == Outcome.DEAD_LETTERED ? 2 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterAFailure(BrokerKind kind) throws Exception {
        int[] answers = {503, 0, 429, 200};
        int[] next = {0};
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber subscriber = new Subscriber(event -> Reply.status(answers[next[0]++]))) {
            send(broker, subscriber.uri(), delivery);

            assertThat(broker.deliveries()).hasSize(1);
            assertThat(broker.deliveries().get(0).statuses()).containsExactly(503, 0, 429, 200);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(subscriber.ids()).containsExactly("1", "1", "1", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void retriesWhenThereIsNoAnswer(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind)) {
            URI nobody = URI.create("http://127.0.0.1:" + unusedPort() + "/");
            send(broker, nobody, delivery);

            assertThat(broker.deliveries().get(0).statuses()).containsExactly(0, 0, 0, 0);
            CloudEvent dead = deadLetters.only();
            assertThat(dead.getExtension("knativeerrordest")).isEqualTo(nobody.toString());
            if (kind == BrokerKind.IN_MEMORY) {
                assertThat(dead.getExtension("knativeerrorcode")).isEqualTo("500");
                assertThat(decoded(dead)).startsWith("dispatch error: ");
            } else {
                assertThat(dead.getExtensionNames()).doesNotContain("knativeerrorcode", "knativeerrordata");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"IN_MEMORY, 768", "KAFKA, 1024"})
    void deadLettersCarryTheReasonInBinaryMode(BrokerKind kind, int bytesKept) throws Exception {
        String reason = "x".repeat(5_000);
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber subscriber = new Subscriber(event -> Reply.text(422, reason))) {
            send(broker, subscriber.uri(), delivery);

            Map<String, String> headers = deadLetters.received().get(0).headers();
            assertThat(headers)
                    .containsEntry("ce-id", "1")
                    .containsEntry("ce-type", "t")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("ce-color", "red")
                    .containsEntry("ce-knativeerrordest", subscriber.uri().toString())
                    .containsEntry("ce-knativeerrorcode", "422");
            assertThat(decoded(deadLetters.only())).isEqualTo(reason.substring(0, bytesKept));
            assertThat(deadLetters.only().getData().toBytes()).isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutADeadLetterSinkTheEventIsDropped(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber subscriber = Subscriber.answering(422)) {
            assertThat(send(broker, subscriber.uri(), delivery.withDeadLetterSink(null)))
                    .isEqualTo(kind == BrokerKind.IN_MEMORY ? 500 : 202);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DROPPED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadLetterSinkThatFailsIsRetriedToo(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber subscriber = Subscriber.answering(422);
                Subscriber failing = Subscriber.answering(503)) {
            send(broker, subscriber.uri(), delivery.withDeadLetterSink(failing.uri()));

            assertThat(failing.received()).hasSize(4);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DROPPED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversToEachTriggerThatMatches(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber first = Subscriber.answering(204);
                Subscriber second = Subscriber.answering(500)) {
            broker.trigger("first", "t", first.uri(), delivery);
            broker.trigger("second", null, second.uri(), delivery);
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            Subscriber.post(broker.ingress(), Subscriber.event("u", "2"));
            broker.awaitQuiet(QUIET);

            assertThat(first.ids()).containsExactly("1");
            assertThat(second.received()).hasSize(8);
            assertThat(first.received().get(0).headers())
                    .containsEntry("prefer", "reply")
                    .containsEntry("kn-namespace", "default");
            assertThat(first.only().getExtensionNames())
                    .doesNotContain("knativebrokerttl")
                    .satisfies(names ->
                            assertThat(names.contains("knativearrivaltime")).isEqualTo(kind == BrokerKind.IN_MEMORY));
        }
    }

    @Test
    void pausesGrowExponentially() {
        Delivery standard = Delivery.standard();
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(n -> BrokerKind.IN_MEMORY.pause(standard, n)))
                .containsExactly(millis(200), millis(400), millis(800), millis(1_600));
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(n -> BrokerKind.KAFKA.pause(standard, n)))
                .containsExactly(millis(400), millis(800), millis(1_600));
    }

    private static Duration millis(long value) {
        return Duration.ofMillis(value);
    }

    private static String decoded(CloudEvent dead) {
        String data = (String) dead.getExtension("knativeerrordata");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theTimeToLiveOfRepliesIsCountedDown() throws Exception {
        try (KnativeBroker broker = KnativeBroker.synchronous()) {
            CloudEvent last = CloudEventBuilder.from(Subscriber.event("t", "1"))
                    .withExtension("knativebrokerttl", 1)
                    .build();
            CloudEvent nextToLast = CloudEventBuilder.from(last)
                    .withExtension("knativebrokerttl", 2)
                    .build();

            assertThat(Subscriber.post(broker.ingress(), last)).isEqualTo(400);
            assertThat(Subscriber.post(broker.ingress(), nextToLast)).isEqualTo(202);
        }
    }
}
