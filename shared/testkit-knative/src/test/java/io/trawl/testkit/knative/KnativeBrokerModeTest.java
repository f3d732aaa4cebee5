package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.knative.Subscriber.Reply;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KnativeBrokerModeTest {

    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Delivery delivery = new Delivery(2, Duration.ofMillis(1), null);

    @Test
    void theSynchronousKindAnswersWhenAllIsDone() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicBoolean done = new AtomicBoolean();
        try (KnativeBroker broker = KnativeBroker.synchronous();
                Subscriber worker = new Subscriber(event -> Reply.event("answer", "2"));
                Subscriber listener = new Subscriber(event -> {
                    permits.acquire();
                    done.set(true);
                    return Reply.status(204);
                })) {
            broker.trigger("worker", "question", worker.uri(), delivery);
            broker.trigger("listener", "answer", listener.uri(), delivery);
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
    void theQueuedKindAnswersAtOnceAndDeliversSoManyAtATime() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.queued(2);
                Subscriber worker = new Subscriber(event -> {
                    highest.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    permits.acquire();
                    underWay.decrementAndGet();
                    return Reply.status(204);
                })) {
            broker.trigger("worker", null, worker.uri(), delivery);
            post(broker, "t", 10);
            worker.await(2);
            assertThat(broker.deliveries()).isEmpty();
            permits.release(10);
            broker.awaitQuiet(QUIET);

            assertThat(highest).hasValue(2);
            assertThat(worker.ids()).containsExactlyInAnyOrderElementsOf(ids(10));
        }
    }

    @Test
    void afterARestartWithLossTheQueuedKindHasForgotten() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (KnativeBroker broker = KnativeBroker.queued(1);
                Subscriber worker = new Subscriber(event -> {
                    if (calls.incrementAndGet() == 2) {
                        never.await();
                    }
                    return Reply.status(204);
                })) {
            broker.trigger("worker", null, worker.uri(), delivery);
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
    void duplicates() throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", null, worker.uri(), delivery);
            broker.duplicates(1);
            post(broker, "t", 20);
            broker.awaitQuiet(QUIET);
            List<String> twice = new ArrayList<>(ids(20));
            twice.addAll(ids(20));
            assertThat(worker.ids()).containsExactlyInAnyOrderElementsOf(twice);
        }
    }

    @Test
    void losesTheSameShareOfAType() throws Exception {
        List<String> first = lostOfAHundred();

        assertThat(first).hasSizeBetween(10, 50);
        assertThat(lostOfAHundred()).isEqualTo(first);
    }

    private List<String> lostOfAHundred() throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", null, worker.uri(), delivery);
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
        try (KnativeBroker broker = KnativeBroker.queued();
                Subscriber worker = Subscriber.answering(204)) {
            broker.trigger("worker", null, worker.uri(), delivery);
            broker.lose("t", 0.5);
            for (int time = 0; time < 50; time++) {
                Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            }
            broker.awaitQuiet(QUIET);

            assertThat(broker.lost()).hasSizeBetween(10, 40);
            assertThat(worker.received()).hasSize(50 - broker.lost().size());
        }
    }

    @Test
    void reordersAlwaysAlike() throws Exception {
        List<String> first = reordered();

        assertThat(first).isNotEqualTo(ids(30)).containsExactlyInAnyOrderElementsOf(ids(30));
        assertThat(reordered()).isEqualTo(first);
        for (int place = 0; place < 30; place++) {
            assertThat(Integer.parseInt(first.get(place))).isBetween(place - 5, place + 5);
        }
        try (KnativeBroker synchronous = KnativeBroker.synchronous()) {
            assertThatThrownBy(() -> synchronous.reorder(1, 1)).hasMessage("only a queued broker fails on demand");
        }
    }

    private List<String> reordered() throws Exception {
        CountDownLatch allAreThere = new CountDownLatch(1);
        try (KnativeBroker broker = KnativeBroker.queued(1);
                Subscriber worker = new Subscriber(event -> {
                    allAreThere.await();
                    return Reply.status(204);
                })) {
            broker.trigger("worker", null, worker.uri(), delivery);
            broker.reorder(0.5, 5);
            post(broker, "t", 30);
            allAreThere.countDown();
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
