package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.knative.Attempt.Ending;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import io.trawl.testkit.knative.Subscriber.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
    private final Delivery delivery =
            Delivery.standard().withRetries(3).withBackoff(Duration.ofMillis(1)).withDeadLetterSink(deadLetters.uri());

    @AfterEach
    void close() {
        deadLetters.close();
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
            try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                    Subscriber subscriber = Subscriber.answering(status)) {
                broker.trigger("worker", Map.of(), subscriber.uri(), delivery);

                assertThat(Subscriber.post(broker.ingress(), Subscriber.event("t", "1")))
                        .isEqualTo(202);
                broker.awaitQuiet(QUIET);

                DeliveryRecord record = broker.deliveries("worker").get(0);
                assertThat(record.outcome()).isEqualTo(outcome);
                assertThat(record.statuses()).isEqualTo(Collections.nCopies(attempts, status));
                assertThat(subscriber.received()).hasSize(attempts);
                if (outcome == Outcome.DEAD_LETTERED) {
                    assertThat(record.deadLetter().getExtension("knativeerrorcode"))
                            .isEqualTo(status);
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
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber subscriber = new Subscriber(event -> Reply.status(answers[next[0]++]))) {
            broker.trigger("worker", Map.of(), subscriber.uri(), delivery);
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            broker.awaitQuiet(QUIET);

            assertThat(broker.deliveries()).hasSize(1);
            assertThat(broker.deliveries().get(0).statuses()).containsExactly(503, 0, 429, 200);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(subscriber.ids()).containsExactly("1", "1", "1", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void retriesWhenThereIsNoAnswer(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start()) {
            URI nobody = URI.create("http://127.0.0.1:" + unusedPort() + "/");
            broker.trigger("worker", Map.of(), nobody, delivery);
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            broker.awaitQuiet(QUIET);

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
    @EnumSource
    void retriesAfterATimeout(BrokerKind kind) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber subscriber = new Subscriber(event -> {
                    never.await();
                    return Reply.status(200);
                })) {
            broker.trigger("worker", Map.of(), subscriber.uri(), delivery.withTimeout(Duration.ofMillis(20)));
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            broker.awaitQuiet(QUIET);

            assertThat(broker.deliveries().get(0).statuses()).containsExactly(0, 0, 0, 0);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DEAD_LETTERED);
            assertThat(deadLetters.only().getExtensionNames().contains("knativeerrordest"))
                    .isEqualTo(kind == BrokerKind.KAFKA);
        }
    }

    @ParameterizedTest
    @CsvSource({"IN_MEMORY, 768", "KAFKA, 1024"})
    void deadLettersCarryTheReasonInBinaryMode(BrokerKind kind, int bytesKept) throws Exception {
        String reason = "x".repeat(5_000);
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber subscriber = new Subscriber(event -> Reply.text(422, reason))) {
            broker.trigger("worker", Map.of(), subscriber.uri(), delivery);
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            broker.awaitQuiet(QUIET);

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
            assertThat(broker.deadLetters()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutADeadLetterSinkTheEventIsDropped(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber subscriber = Subscriber.answering(422)) {
            broker.trigger("worker", Map.of(), subscriber.uri(), delivery.withDeadLetterSink(null));

            assertThat(Subscriber.post(broker.ingress(), Subscriber.event("t", "1")))
                    .isEqualTo(kind == BrokerKind.IN_MEMORY ? 500 : 202);
            broker.awaitQuiet(QUIET);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DROPPED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadLetterSinkThatFailsIsRetriedToo(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber subscriber = Subscriber.answering(422);
                Subscriber failing = Subscriber.answering(503)) {
            broker.trigger("worker", Map.of(), subscriber.uri(), delivery.withDeadLetterSink(failing.uri()));
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            broker.awaitQuiet(QUIET);

            assertThat(failing.received()).hasSize(4);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DROPPED);
            assertThat(broker.deadLetters()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "type, t, true",
        "type, u, false",
        "color, red, true",
        "color, blue, false",
        "color, '', true",
        "shape, '', false",
        "source, /trawl/sales/run-1, true",
        "id, 1, true",
        "subject, '', false"
    })
    void filtersByExactValues(String name, String value, boolean matches) throws Exception {
        try (KnativeBroker broker = KnativeBroker.synchronous().start();
                Subscriber subscriber = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of("specversion", "1.0", name, value), subscriber.uri(), delivery);

            assertThat(Subscriber.post(broker.ingress(), Subscriber.event("t", "1")))
                    .isEqualTo(202);
            assertThat(subscriber.received()).hasSize(matches ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversToEachTriggerThatMatches(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber first = Subscriber.answering(204);
                Subscriber second = Subscriber.answering(500)) {
            broker.trigger("first", Map.of("type", "t"), first.uri(), delivery);
            broker.trigger("second", Map.of(), second.uri(), delivery);
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
        Attempt failed = attempt(500, null);
        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(n -> BrokerKind.IN_MEMORY.pause(Delivery.standard(), n, failed)))
                .containsExactly(millis(200), millis(400), millis(800), millis(1_600));
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(n -> BrokerKind.KAFKA.pause(Delivery.standard(), n, failed)))
                .containsExactly(millis(400), millis(800), millis(1_600));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 3, 3000",
        "503, 3, 3000",
        "500, 3, 200",
        "429, 60, 10000",
        "429, 0, 200",
        "429, soon, 200",
        "429, , 200",
        "429, 99999999999999999999, 200"
    })
    void honoursRetryAfterUpToALimit(int status, String header, long millis) {
        Delivery limited = Delivery.standard().withRetryAfterMax(Duration.ofSeconds(10));

        assertThat(BrokerKind.IN_MEMORY.pause(limited, 1, attempt(status, header)))
                .isEqualTo(millis(millis));
        assertThat(BrokerKind.IN_MEMORY.pause(Delivery.standard(), 1, attempt(status, header)))
                .isEqualTo(millis(200));
    }

    @Test
    void honoursRetryAfterAsADate() {
        String inAnHour = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        Delivery limited = Delivery.standard().withRetryAfterMax(Duration.ofSeconds(10));

        assertThat(BrokerKind.IN_MEMORY.pause(limited, 1, attempt(429, inAnHour)))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void retryAfterReachesThePause() throws Exception {
        try (KnativeBroker broker = KnativeBroker.synchronous().start();
                Subscriber subscriber =
                        new Subscriber(event -> Reply.status(503).with("Retry-After", "3600"))) {
            Duration most = Duration.ofMillis(300);
            broker.trigger(
                    "worker",
                    Map.of(),
                    subscriber.uri(),
                    delivery.withRetries(1).withRetryAfterMax(most));
            long start = System.nanoTime();
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));

            assertThat(subscriber.received()).hasSize(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(most);
        }
    }

    private static Attempt attempt(int status, String retryAfter) {
        return new Attempt(Ending.REFUSED, URI.create("http://x/"), status, retryAfter, new byte[0], null);
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
        try (KnativeBroker broker = KnativeBroker.synchronous().start()) {
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
