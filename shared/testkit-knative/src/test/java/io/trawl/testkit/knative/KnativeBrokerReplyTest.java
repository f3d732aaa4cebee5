package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import io.trawl.testkit.knative.Subscriber.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class KnativeBrokerReplyTest {

    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Map<String, String> EVENT =
            Map.of("ce-specversion", "1.0", "ce-id", "2", "ce-source", "/worker", "ce-type", "answer");

    private final Subscriber deadLetters = Subscriber.answering(202);
    private final Delivery delivery = new Delivery(2, Duration.ofMillis(1), deadLetters.uri());

    @AfterEach
    void close() {
        deadLetters.close();
    }

    /** Sends a question and waits until all that follows has ended; returns the broker's answer. */
    private static int ask(KnativeBroker broker) throws Exception {
        int status = Subscriber.post(broker.ingress(), Subscriber.event("question", "1"));
        broker.awaitQuiet(QUIET);
        return status;
    }

    @ParameterizedTest
    @EnumSource
    void aReplyEntersTheBrokerLikeAnyEvent(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber worker = new Subscriber(event -> Reply.event("answer", "2"));
                Subscriber listener = Subscriber.answering(204)) {
            broker.trigger("worker", "question", worker.uri(), delivery);
            broker.trigger("listener", "answer", listener.uri(), delivery);

            assertThat(ask(broker)).isEqualTo(202);

            assertThat(listener.ids()).containsExactly("2");
            assertThat(listener.only().getExtensionNames()).doesNotContain("knativebrokerttl");
            assertThat(broker.accepted()).extracting(CloudEvent::getType).containsExactly("question", "answer");
            assertThat(broker.deliveries()).extracting(DeliveryRecord::trigger).contains("worker", "listener");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyAnswerIsNoReply(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber worker = new Subscriber(event -> Reply.status(200).with("Content-Type", "text/plain"))) {
            broker.trigger("worker", null, worker.uri(), delivery);
            ask(broker);

            assertThat(broker.accepted()).hasSize(1);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DELIVERED);
        }
    }

    /** Text in a 200 is a failure, which surprises many; so is an event without a type. */
    @ParameterizedTest
    @CsvSource({
        "IN_MEMORY, text, 3", "KAFKA, text, 1",
        "IN_MEMORY, event, 3", "KAFKA, event, 1",
        "IN_MEMORY, batch, 3", "KAFKA, batch, 1"
    })
    void aMalformedReplyIsAFailedDelivery(BrokerKind kind, String what, int attempts) throws Exception {
        Map<String, String> headers = new HashMap<>(EVENT);
        switch (what) {
            case "text" -> headers.remove("ce-specversion");
            case "event" -> headers.remove("ce-type");
            default -> headers.put("Content-Type", "application/cloudevents-batch+json");
        }
        Reply answer = new Reply(200, headers, "done".getBytes(StandardCharsets.UTF_8));
        try (KnativeBroker broker = KnativeBroker.of(kind);
                Subscriber worker = new Subscriber(event -> answer)) {
            broker.trigger("worker", null, worker.uri(), delivery);
            ask(broker);

            assertThat(worker.received()).hasSize(attempts);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DEAD_LETTERED);
            assertThat(deadLetters.only().getExtensionNames()).doesNotContain("knativeerrorcode", "knativeerrordata");
            assertThat(broker.accepted()).hasSize(1);
        }
    }

    @Test
    void inMemoryAReplyThatFailsMakesADeadLetterOfTheQuestion() throws Exception {
        try (KnativeBroker broker = KnativeBroker.synchronous();
                Subscriber worker = new Subscriber(event -> Reply.event("answer", "2"));
                Subscriber listener = Subscriber.answering(422)) {
            broker.trigger("worker", "question", worker.uri(), delivery);
            broker.trigger("listener", "answer", listener.uri(), delivery.withDeadLetterSink(null));
            Subscriber.post(broker.ingress(), Subscriber.event("question", "1"));

            // The reply is sent to the ingress three times, since that answers 500, but the worker asked only once.
            assertThat(worker.received()).hasSize(1);
            assertThat(listener.received()).hasSize(3);
            assertThat(deadLetters.ids()).containsExactly("1");
            assertThat(deadLetters.only().getExtension("knativeerrorcode")).isEqualTo("500");
            assertThat(deadLetters.only().getExtension("knativeerrordest"))
                    .isEqualTo(broker.ingress().toString());
        }
    }

    @Test
    void withKafkaAReplyThatIsTooLargeMakesADeadLetterOfTheQuestion() throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued();
                Subscriber worker = new Subscriber(event -> new Reply(200, EVENT, new byte[1 << 20]))) {
            broker.trigger("worker", "question", worker.uri(), delivery);
            ask(broker);

            assertThat(worker.received()).hasSize(1);
            assertThat(deadLetters.ids()).containsExactly("1");
        }
    }

    @Test
    void inMemoryAChainOfRepliesEnds() throws Exception {
        try (KnativeBroker broker = KnativeBroker.synchronous();
                Subscriber worker = new Subscriber(
                        event -> Reply.event("again", Integer.toString(1 + Integer.parseInt(event.getId()))))) {
            broker.trigger("worker", null, worker.uri(), delivery);

            assertThat(Subscriber.post(broker.ingress(), Subscriber.event("again", "1")))
                    .isEqualTo(202);
            assertThat(worker.received()).hasSize(255);
            assertThat(deadLetters.ids()).containsExactly("255");
            assertThat(deadLetters.only().getExtension("knativeerrorcode")).isEqualTo("400");
        }
    }
}
