package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.events.Events;
import io.trawl.events.RunRequested;
import io.trawl.knative.Delivery.Accepted;
import io.trawl.knative.Delivery.Refused;
import io.trawl.knative.Delivery.Unknown;
import io.trawl.knative.StubBroker.Answer;
import io.trawl.testkit.SelfSigned;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One event and a broker. */
class EventSenderTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private StubBroker broker;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        broker = StubBroker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
        assertThat(broker.notUnderstood).isEmpty();
    }

    private static CloudEvent event(int size) {
        return CloudEventBuilder.v1()
                .withId("17")
                .withSource(URI.create("/trawl/sales/1"))
                .withType(Events.RUN_REQUESTED)
                .withData("application/json", ("\"" + "x".repeat(size - 2) + "\"").getBytes())
                .build();
    }

    private EventSender sender(BrokerBinding binding, Duration timeout) {
        return new EventSender(binding, timeout, Fixture.QUICK, new Random(1));
    }

    private Delivery send(BrokerBinding binding) throws InterruptedException {
        return sender(binding, MINUTE).send(event(10));
    }

    private BrokerBinding withToken() {
        return new BrokerBinding(broker.uri(), Map.of(), null, folder.resolve("token"));
    }

    private String authorization() {
        Map<String, ?> headers = broker.headers.remove();
        return headers.containsKey("Authorization")
                ? headers.get("Authorization").toString()
                : null;
    }

    @Test
    void overridesAreOnEveryEvent() throws Exception {
        BrokerBinding binding = new BrokerBinding(
                broker.uri(), Map.of("team", "data & more", "own", "2"), null, folder.resolve("token"));
        CloudEvent own =
                CloudEventBuilder.v1(event(10)).withExtension("own", "1").build();
        assertThat(sender(binding, MINUTE).send(own)).isEqualTo(new Accepted());
        CloudEvent arrived = broker.events.remove();
        assertThat(arrived.getExtension("team")).isEqualTo("data & more");
        assertThat(arrived.getExtension("own")).isEqualTo("2");
    }

    @Test
    void theTokenIsReadEachTime() throws Exception {
        assertThat(send(withToken())).isEqualTo(new Accepted());
        assertThat(authorization()).isNull();
        for (String token : new String[] {"first.token", "second.token"}) {
            Files.writeString(folder.resolve("token"), token + "\n");
            assertThat(send(withToken())).isEqualTo(new Accepted());
            assertThat(authorization()).isEqualTo("[Bearer " + token + "]");
        }
        broker.answering(event -> {
            Files.writeString(folder.resolve("token"), "third.token");
            return broker.events.size() < 5 ? Answer.of(503) : Answer.ACCEPTED;
        });
        assertThat(send(withToken())).isEqualTo(new Accepted());
        assertThat(authorization()).isEqualTo("[Bearer second.token]");
        assertThat(authorization()).isEqualTo("[Bearer third.token]");
    }

    @Test
    void theTokenIsNeverShown() throws Exception {
        Files.writeString(folder.resolve("token"), "geheim");
        broker.answering(event -> new Answer(400, "what is Bearer geheim?", Map.of()));
        assertThat(send(withToken()))
                .isEqualTo(new Refused(400, "what is Bearer ********?", FailureKind.INVALID, Duration.ZERO));
        Files.writeString(folder.resolve("token"), "geheim\nX-Other: 1");
        assertThat(send(withToken())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(refused.reason()).endsWith("token: holds a character no header may hold");
            assertThat(refused.toString()).doesNotContain("geheim");
        });
        assertThat(broker.events).hasSize(1);
    }

    @Test
    void aTokenThatCannotBeReadMayBeThereLater() throws Exception {
        Files.createDirectory(folder.resolve("token"));
        assertThat(send(withToken())).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.kind())
                .isEqualTo(FailureKind.TRANSIENT));
        assertThat(broker.events).isEmpty();
    }

    @Test
    void sizes() throws Exception {
        EventSender sender = sender(Fixture.binding(broker.uri()), MINUTE);
        assertThat(sender.send(event(65_000))).isEqualTo(new Accepted());
        assertThat(sender.send(event(65_536))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isZero();
            assertThat(refused.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(refused.reason()).matches("the event takes 65\\d+ bytes, more than 65536");
        });
        assertThat(broker.events).hasSize(1);
    }

    @Test
    void aLongAnswerIsCutAndOneLine() throws Exception {
        broker.answering(event -> new Answer(400, "<html>a\r\n\tb " + "c".repeat(1_000_000), Map.of()));
        assertThat(send(Fixture.binding(broker.uri())))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("a b ccc")
                        .hasSize(300)
                        .endsWith("…"));
    }

    @Test
    void theSameIdAsOftenAsThePolicySays() throws Exception {
        broker.answering(event -> Answer.of(503));
        assertThat(send(Fixture.binding(broker.uri())))
                .isEqualTo(new Refused(503, "", FailureKind.TRANSIENT, Duration.ZERO));
        assertThat(broker.ids()).containsExactly("17", "17", "17");
    }

    @Test
    void theBrokerSaysWhenToComeAgain() throws Exception {
        broker.answering(
                event -> broker.events.size() < 2 ? new Answer(429, "", Map.of("Retry-After", "1")) : Answer.ACCEPTED);
        long start = System.nanoTime();
        assertThat(send(Fixture.binding(broker.uri()))).isEqualTo(new Accepted());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(broker.ids()).containsExactly("17", "17");
    }

    @Test
    void aLongPauseIsForTheCallerToWait() throws Exception {
        broker.answering(event -> new Answer(429, "", Map.of("Retry-After", "60")));
        assertThat(send(Fixture.binding(broker.uri())))
                .isEqualTo(new Refused(429, "", FailureKind.THROTTLED, Duration.ofSeconds(60)));
        assertThat(broker.ids()).containsExactly("17");
    }

    @ParameterizedTest
    @CsvSource({"999999999,300", "soon,0"})
    void aBrokerIsNotWaitedForAsLongAsItLikes(String header, long seconds) throws Exception {
        broker.answering(event -> new Answer(429, "", Map.of("Retry-After", header)));
        assertThat(send(Fixture.binding(broker.uri())))
                .isEqualTo(new Refused(429, "", FailureKind.THROTTLED, Duration.ofSeconds(seconds)));
    }

    @Test
    void noAnswerInTimeIsNotSentAgain() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        broker.answering(event -> {
            never.await();
            return Answer.ACCEPTED;
        });
        assertThat(sender(Fixture.binding(broker.uri()), Duration.ofMillis(1500))
                        .send(event(10)))
                .isEqualTo(new Unknown("no answer within 1500 ms"));
        assertThat(broker.ids()).containsExactly("17");
    }

    /** One deadline holds for the head and the body of an answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 202 Accepted\r\nX-Slow: ", "HTTP/1.1 202 Accepted\r\nContent-Length: 9999999\r\n\r\n"})
    void anAnswerThatDripsIsNotWaitedForToItsEnd(String beginning) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dripping = new Thread(() -> drip(listener, beginning));
            dripping.start();
            long begun = System.nanoTime();
            assertThat(sender(
                                    Fixture.binding(URI.create("http://localhost:" + listener.getLocalPort() + "/")),
                                    Duration.ofMillis(1500))
                            .send(event(10)))
                    .isEqualTo(new Unknown("no answer within 1500 ms"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            dripping.join(); // the connection has been closed
        }
    }

    private static void drip(ServerSocket listener, String beginning) {
        try (Socket connection = listener.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            while (!Thread.interrupted()) {
                out.write('x');
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // The other side has closed it.
        }
    }

    @Test
    void stopEndsPausesAndAnInterruptEndsEverything() throws Exception {
        RetryPolicy slow = new RetryPolicy(3, Duration.ofHours(1), 2, Duration.ofHours(1));
        broker.answering(event -> Answer.of(503));
        for (boolean interrupt : new boolean[] {false, true}) {
            broker.events.clear();
            EventSender sender = new EventSender(Fixture.binding(broker.uri()), MINUTE, slow, new Random(1));
            FutureTask<Delivery> sending = new FutureTask<>(() -> sender.send(event(10)));
            Thread thread = new Thread(sending);
            thread.start();
            Fixture.await(() -> broker.events.size() == 1);
            if (interrupt) {
                thread.interrupt();
                assertThatThrownBy(sending::get).hasCauseInstanceOf(InterruptedException.class);
            } else {
                sender.stop();
                assertThat(sending.get()).isEqualTo(new Refused(503, "", FailureKind.TRANSIENT, Duration.ZERO));
            }
            assertThat(broker.events).hasSize(1);
        }
    }

    @Test
    void ownAuthority() throws Exception {
        SelfSigned own = new SelfSigned("localhost");
        try (StubBroker secure = StubBroker.start(own.serverContext())) {
            BrokerBinding binding = new BrokerBinding(secure.uri(), Map.of(), own.pem(), folder.resolve("token"));
            assertThat(send(binding)).isEqualTo(new Accepted());
            assertThat(binding.toString()).doesNotContain("CERTIFICATE");
            assertThat(send(Fixture.binding(secure.uri()))).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.kind()).isEqualTo(FailureKind.INVALID);
                assertThat(refused.reason())
                        .contains("certificate is not trusted")
                        .contains("K_CA_CERTS");
            });
            URI byAddress = URI.create(secure.uri().toString().replace("localhost", "127.0.0.1"));
            assertThat(send(new BrokerBinding(byAddress, Map.of(), own.pem(), folder.resolve("token"))))
                    .as("a certificate for another host")
                    .isInstanceOf(Refused.class);
            assertThat(secure.events).hasSize(1);
        }
    }

    @Test
    void anUnknownHost() throws Exception {
        assertThat(send(Fixture.binding(URI.create("http://no-such-host.invalid/"))))
                .isEqualTo(new Refused(0, "no connection", FailureKind.TRANSIENT, Duration.ZERO));
    }

    @Test
    void runsAreRequested() {
        BrokerBinding binding = Fixture.binding(broker.uri());
        RunEvents requests = new RunEvents(binding, sender(binding, MINUTE), Clock.systemUTC());
        assertThat(requests.requested(new RunRequested("sales north", FakeLedger.RUN, null)))
                .isTrue();
        assertThat(requests.requested(new RunRequested("sales north", FakeLedger.RUN, null)))
                .isTrue();
        assertThat(broker.ids()).hasSize(2).containsOnly(Events.id(Events.RUN_REQUESTED, FakeLedger.RUN));
        CloudEvent event = broker.events.remove();
        assertThat(event.getType()).isEqualTo(Events.RUN_REQUESTED);
        assertThat(event.getSource()).isEqualTo(URI.create("/trawl/sales%20north/" + FakeLedger.RUN));
        assertThat(Fixture.data(event))
                .hasToString("{\"workflow\":\"sales north\",\"run\":\"" + FakeLedger.RUN + "\"}");
        broker.answering(each -> new Answer(403, "not you", Map.of()));
        assertThatThrownBy(() -> requests.requested(new RunRequested("sales", FakeLedger.RUN, null)))
                .isInstanceOfSatisfying(
                        TrawlException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION))
                .hasMessage("K_SINK localhost:" + broker.port() + ": answered 403: not you");
    }
}
