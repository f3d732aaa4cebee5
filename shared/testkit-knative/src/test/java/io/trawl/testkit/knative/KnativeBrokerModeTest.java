package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.knative.Subscriber.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class KnativeBrokerModeTest {

    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Delivery delivery = Delivery.standard().withRetries(2).withBackoff(Duration.ofMillis(1));

    @Test
    void theSynchronousKindAnswersWhenAllIsDone() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicBoolean done = new AtomicBoolean();
        try (KnativeBroker broker = KnativeBroker.synchronous().start();
                Subscriber worker = new Subscriber(event -> Reply.structured(Subscriber.event("answer", "2")));
                Subscriber listener = new Subscriber(event -> {
                    permits.acquire();
                    done.set(true);
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of("type", "question"), worker.uri(), delivery);
            broker.trigger("listener", Map.of("type", "answer"), listener.uri(), delivery);
            CompletableFuture<Boolean> doneWhenAnswered =
                    send(broker, "question", "1").thenApply(answer -> done.get());
            listener.await(1);
            assertThat(doneWhenAnswered).isNotDone();
            assertThatThrownBy(() -> broker.awaitQuiet(Duration.ofMillis(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("still under way");
            permits.release();

            assertThat(doneWhenAnswered.join()).isTrue();
        }
    }

    @Test
    void theSynchronousKindAnswersAnErrorWhenItTakesTooLong() throws Exception {
        Semaphore permits = new Semaphore(0);
        try (KnativeBroker broker = KnativeBroker.synchronous()
                        .fanoutTimeout(Duration.ofMillis(50))
                        .start();
                Subscriber worker = new Subscriber(event -> {
                    permits.acquire();
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);

            assertThat(Subscriber.post(broker.ingress(), Subscriber.event("t", "1")))
                    .isEqualTo(500);
            assertThat(broker.deliveries()).isEmpty();
            permits.release();
            broker.awaitQuiet(QUIET);
            assertThat(broker.deliveries()).hasSize(1);
        }
    }

    @Test
    void theQueuedKindAnswersAtOnceAndDeliversSoManyAtATime() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.queued().concurrency(2).start();
                Subscriber worker = new Subscriber(event -> {
                    highest.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    permits.acquire();
                    underWay.decrementAndGet();
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            post(broker, "t", 10);
            worker.await(2);
            assertThat(broker.deliveries()).isEmpty();
            permits.release(10);
            broker.awaitQuiet(QUIET);

            assertThat(highest).hasValue(2);
            assertThat(worker.ids()).containsExactlyInAnyOrderElementsOf(ids(10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversNothingWhilePaused(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            broker.pause();
            CompletableFuture<HttpResponse<String>> answer = send(broker, "t", "1");
            while (broker.accepted().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(worker.received()).isEmpty();
            broker.resume();
            assertThat(answer.join().statusCode()).isEqualTo(202);
            broker.awaitQuiet(QUIET);

            assertThat(worker.ids()).containsExactly("1");
        }
    }

    @Test
    void afterARestartTheQueuedKindDeliversAllAgainThatHadNotEnded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.queued().concurrency(1).start();
                Subscriber worker = new Subscriber(event -> {
                    if (calls.incrementAndGet() == 2) {
                        never.await();
                    }
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            URI before = broker.ingress();
            post(broker, "t", 4);
            worker.await(2);
            broker.restart();
            broker.awaitQuiet(QUIET);

            assertThat(worker.ids()).containsExactly("0", "1", "1", "2", "3");
            assertThat(broker.deliveries()).hasSize(4);
            assertThat(broker.lost()).isEmpty();
            assertThat(Subscriber.postAnew(before, Subscriber.event("t", "4"))).isEqualTo(202);
            broker.awaitQuiet(QUIET);
            assertThat(worker.ids()).endsWith("4");
        }
    }

    @Test
    void afterARestartWithLossTheQueuedKindHasForgotten() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.queued().concurrency(1).start();
                Subscriber worker = new Subscriber(event -> {
                    if (calls.incrementAndGet() == 2) {
                        never.await();
                    }
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            post(broker, "t", 4);
            worker.await(2);
            broker.restartWithLoss();
            broker.awaitQuiet(QUIET);

            assertThat(worker.ids()).containsExactly("0", "1");
            assertThat(broker.lost()).extracting(CloudEvent::getId).containsExactlyInAnyOrder("1", "2", "3");
            Subscriber.postAnew(broker.ingress(), Subscriber.event("t", "0"));
            broker.awaitQuiet(QUIET);
            assertThat(worker.ids()).containsExactly("0", "1", "0");
        }
    }

    @Test
    void aRestartCutsWhoWaitsForTheSynchronousKind() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.synchronous().start();
                Subscriber worker = new Subscriber(event -> {
                    if (calls.incrementAndGet() == 1) {
                        never.await();
                    }
                    return Reply.status(204);
                })) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            CompletableFuture<HttpResponse<String>> answer = send(broker, "t", "1");
            worker.await(1);
            broker.restart();

            assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
            broker.awaitQuiet(QUIET);
            assertThat(broker.deliveries()).isEmpty();
            assertThat(Subscriber.postAnew(broker.ingress(), Subscriber.event("t", "1")))
                    .isEqualTo(202);
            assertThat(worker.ids()).containsExactly("1", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void duplicates(BrokerKind kind) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).start();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            broker.duplicates(1);
            post(broker, "t", 20);
            broker.awaitQuiet(QUIET);
            List<String> twice = new ArrayList<>(ids(20));
            twice.addAll(ids(20));
            assertThat(worker.ids()).containsExactlyInAnyOrderElementsOf(twice);

            broker.heal();
            assertThat(Subscriber.post(broker.ingress(), Subscriber.event("t", "last")))
                    .isEqualTo(202);
            broker.awaitQuiet(QUIET);
            assertThat(worker.ids()).hasSize(41);
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesAShareByTheSeed(BrokerKind kind) throws Exception {
        List<String> first = lostOfAHundred(kind, 7);

        assertThat(first).hasSizeBetween(10, 50);
        assertThat(lostOfAHundred(kind, 7)).isEqualTo(first);
        assertThat(lostOfAHundred(kind, 8)).isNotEqualTo(first);
    }

    private List<String> lostOfAHundred(BrokerKind kind, long seed) throws Exception {
        try (KnativeBroker broker = new KnativeBrokerBuilder(kind).seed(seed).start();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            broker.lose("t", 0.3);
            post(broker, "t", 100);
            post(broker, "other", 10);
            broker.awaitQuiet(QUIET);
            List<String> lost = broker.lost().stream().map(CloudEvent::getId).toList();

            assertThat(broker.accepted("t")).hasSize(100);
            assertThat(worker.received()).hasSize(110 - lost.size());
            assertThat(broker.lost()).allMatch(event -> event.getType().equals("t"));
            return lost;
        }
    }

    @Test
    void whatIsLostCanGetThroughWhenItIsSentAgain() throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued().start();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            broker.lose(0.5);
            for (int time = 0; time < 50; time++) {
                Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            }
            broker.awaitQuiet(QUIET);

            assertThat(broker.lost()).hasSizeBetween(10, 40);
            assertThat(worker.received()).hasSize(50 - broker.lost().size());
        }
    }

    @Test
    void reordersByTheSeed() throws Exception {
        List<String> first = reordered(7);

        assertThat(first).isNotEqualTo(ids(30)).containsExactlyInAnyOrderElementsOf(ids(30));
        assertThat(reordered(7)).isEqualTo(first);
        assertThat(reordered(8)).isNotEqualTo(first);
        for (int place = 0; place < 30; place++) {
            assertThat(Integer.parseInt(first.get(place))).isBetween(place - 5, place + 5);
        }
        assertThatThrownBy(() -> {
                    try (KnativeBroker broker = KnativeBroker.synchronous().start()) {
                        broker.reorder(1, 1);
                    }
                })
                .hasMessage("a synchronous broker has no order to change");
    }

    private List<String> reordered(long seed) throws Exception {
        try (KnativeBroker broker =
                        KnativeBroker.queued().concurrency(1).seed(seed).start();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", Map.of(), worker.uri(), delivery);
            broker.reorder(0.5, 5);
            broker.pause();
            post(broker, "t", 30);
            broker.resume();
            broker.awaitQuiet(QUIET);
            return worker.ids();
        }
    }

    private static void post(KnativeBroker broker, String type, int count) throws Exception {
        for (String id : ids(count)) {
            assertThat(Subscriber.post(broker.ingress(), Subscriber.event(type, id)))
                    .isEqualTo(202);
        }
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static CompletableFuture<HttpResponse<String>> send(KnativeBroker broker, String type, String id) {
        return Subscriber.CLIENT.sendAsync(
                EventBinding.post(broker.ingress(), Subscriber.event(type, id)).build(), BodyHandlers.ofString());
    }
}
