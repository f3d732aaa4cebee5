package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KnativeBrokerIngressTest {

    @ParameterizedTest
    @EnumSource
    void takesBinaryMode(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind)) {
            CloudEvent event = Subscriber.event("t", "1");

            assertThat(Subscriber.post(broker.ingress(), event)).isEqualTo(202);

            assertThat(broker.accepted()).hasSize(1);
            CloudEvent accepted = broker.accepted("t").get(0);
            assertThat(accepted.getId()).isEqualTo("1");
            assertThat(accepted.getExtension("color")).isEqualTo("red");
            assertThat(accepted.getData().toBytes()).isEqualTo(event.getData().toBytes());
            assertThat(broker.accepted("u")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD"})
    void takesPostOnly(String method) throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued()) {
            HttpRequest request = HttpRequest.newBuilder(broker.ingress())
                    .method(method, BodyPublishers.noBody())
                    .build();

            assertThat(Subscriber.send(request).statusCode()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IN_MEMORY, /, 404",
        "IN_MEMORY, /trawl, 400",
        "IN_MEMORY, /default/trawl/more, 400",
        "IN_MEMORY, /default/other, 404",
        "IN_MEMORY, /default/trawl/, 202",
        "KAFKA, /, 404",
        "KAFKA, /trawl, 404",
        "KAFKA, /default/other, 404"
    })
    void knowsItsPath(BrokerKind kind, String path, int status) throws Exception {
        try (KnativeBroker broker = KnativeBroker.of(kind)) {
            assertThat(Subscriber.post(broker.ingress().resolve(path), Subscriber.event("t", "1")))
                    .isEqualTo(status);
        }
    }

    /** A header of "-" is left out; all others are as in an event that is taken. */
    @ParameterizedTest
    @CsvSource({
        "ce-id, -",
        "ce-id, ' '",
        "ce-source, -",
        "ce-source, ''",
        "ce-source, 'not a uri'",
        "ce-type, -",
        "ce-type, ''",
        "ce-specversion, -",
        "ce-specversion, 2.0",
        "ce-specversion, ''",
        "ce-time, yesterday",
        "ce-dataschema, 'no uri'",
        "ce-bad-name, x",
        "content-type, ;;;",
        "content-type, application/cloudevents+json",
        "content-type, application/cloudevents-batch+json"
    })
    void refusesWhatIsNotAValidEvent(String header, String value) throws Exception {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                "1",
                "ce-source",
                "/s",
                "ce-type",
                "t",
                "content-type",
                "text/plain"));
        for (BrokerKind kind : BrokerKind.values()) {
            try (KnativeBroker broker = KnativeBroker.of(kind)) {
                assertThat(post(broker.ingress(), headers, new byte[0])).isEqualTo(202);
                Map<String, String> changed = new TreeMap<>(headers);
                changed.put(header, value);
                changed.values().removeIf("-"::equals);

                assertThat(post(broker.ingress(), changed, new byte[0])).isEqualTo(400);
                assertThat(broker.accepted()).hasSize(1);
            }
        }
    }

    @Test
    void refusesHeadersThatAreNotEncoded() throws IOException {
        try (KnativeBroker broker = KnativeBroker.queued();
                Socket socket = new Socket("127.0.0.1", broker.ingress().getPort())) {
            String request = "POST " + broker.ingress().getPath() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                    + "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nce-subject: Stra\u00dfe\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void theQueuedKindCannotStoreMoreThanAMebibyte() throws Exception {
        CloudEvent fits = sized((1 << 20) - 200);
        CloudEvent tooLarge = sized(1 << 20);
        try (KnativeBroker queued = KnativeBroker.queued();
                KnativeBroker synchronous = KnativeBroker.synchronous()) {
            assertThat(Subscriber.post(queued.ingress(), fits)).isEqualTo(202);
            assertThat(Subscriber.post(queued.ingress(), tooLarge)).isEqualTo(503);
            assertThat(Subscriber.post(synchronous.ingress(), tooLarge)).isEqualTo(202);
        }
    }

    private static CloudEvent sized(int bytes) {
        return CloudEventBuilder.from(Subscriber.event("t", "1"))
                .withData(new byte[bytes])
                .build();
    }

    private static int post(URI target, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return Subscriber.send(request.build()).statusCode();
    }
}
