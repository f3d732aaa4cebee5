package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.events.Events;
import io.trawl.knative.StubBroker.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers are told of batches through a broker that does what brokers do. */
class BrokerDispatcherTest {

    private final StubBroker broker = StubBroker.start();
    private final Fixture fixture = new Fixture();

    @AfterEach
    void stop() {
        broker.close();
        assertThat(broker.notUnderstood).isEmpty();
    }

    private static BrokerSettings window(int window) {
        return with(window, Duration.ofHours(1), Duration.ofSeconds(60), Duration.ofSeconds(20));
    }

    private static BrokerSettings with(int window, Duration resendAfter, Duration sendTimeout, Duration closeWithin) {
        return new BrokerSettings(window, resendAfter, 64, sendTimeout, Fixture.QUICK, closeWithin);
    }

    /** The workers of a ledger, each of which does its batch at once. */
    private static StubBroker.Rule doing(FakeLedger ledger) {
        return event -> {
            ledger.done(Fixture.batch(event));
            return Answer.ACCEPTED;
        };
    }

    /** Dispatches until all is done. */
    private void run(FakeLedger ledger, BrokerSettings settings) throws InterruptedException {
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, settings)) {
            dispatcher.start();
            Fixture.await(dispatcher, ledger::isDone);
        }
    }

    /** Workers that never answer, until the latch is open. */
    private static StubBroker.Rule waitingFor(CountDownLatch latch) {
        return event -> {
            latch.await();
            return Answer.ACCEPTED;
        };
    }

    @ParameterizedTest
    @CsvSource({"3000,256", "500,100", "200,3", "1,1"})
    void eachBatchIsToldOnceAndTheWindowIsKept(int size, int window) throws Exception {
        FakeLedger ledger = new FakeLedger(size);
        broker.answering(doing(ledger));
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(window))) {
            dispatcher.start();
            dispatcher.start();
            Fixture.await(dispatcher, ledger::isDone);
        }
        assertThat(broker.events).hasSize(size);
        assertThat(broker.events).extracting(Fixture::batch).doesNotHaveDuplicates();
        assertThat(broker.ids()).doesNotHaveDuplicates();
        assertThat(ledger.mostSent).isLessThanOrEqualTo(window);
        assertThat(broker.mostUnderWay).hasValueLessThanOrEqualTo(64);
        assertThat(fixture.warnings).isEmpty();
    }

    @Test
    void whatAnEventHolds() throws Exception {
        FakeLedger ledger = new FakeLedger(1);
        broker.answering(doing(ledger));
        run(ledger, window(10));
        CloudEvent event = broker.events.remove();
        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getType()).isEqualTo(Events.ENTITY_DISCOVERED);
        assertThat(event.getSource()).isEqualTo(URI.create("/trawl/sales/" + FakeLedger.RUN));
        assertThat(event.getId())
                .isEqualTo(Events.id(Events.ENTITY_DISCOVERED, FakeLedger.RUN, "0", "ENTITIES", "1", "1"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getTime()).isNotNull();
        assertThat(Fixture.data(event))
                .hasToString("{\"workflow\":\"sales\",\"run\":\"" + FakeLedger.RUN + "\",\"batch\":0,\"entities\":"
                        + Fixture.data(event).get("entities") + "}");
        assertThat(Fixture.data(event).at("/entities/0/id").textValue()).isEqualTo("shop.db.public.t0");
        assertThat(Fixture.data(event).at("/entities/0/metadata/schema").textValue())
                .isEqualTo("public");
    }

    @Test
    void nothingIsSentBeforeTheStartAndAnEmptyRunIsIdle() {
        FakeLedger ledger = new FakeLedger(0);
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(10))) {
            dispatcher.wake();
            dispatcher.awaitIdle();
            assertThat(ledger.asked()).isZero();
            dispatcher.start();
            dispatcher.awaitIdle();
            assertThat(ledger.asked()).isPositive();
            assertThat(dispatcher.followsOthers()).isFalse();
        }
        assertThat(broker.events).isEmpty();
        fixture.dispatcher(broker, ledger, window(10)).close();
    }

    @Test
    void noMoreThanTheWindowUntilSomethingIsDone() throws Exception {
        FakeLedger ledger = new FakeLedger(50);
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(10))) {
            dispatcher.start();
            Fixture.await(dispatcher, () -> broker.events.size() == 10);
            for (int turn = 0; turn < 3; turn++) {
                dispatcher.wake();
                dispatcher.awaitIdle();
            }
            assertThat(broker.events).hasSize(10);
            ledger.done(3);
            ledger.done(4);
            Fixture.await(dispatcher, () -> broker.events.size() == 12);
        }
        assertThat(ledger.mostSent).isEqualTo(10);
    }

    @Test
    void whatIsToBeTriedAgainIsToldOfAgainAndLeavesTheWindow() throws Exception {
        FakeLedger ledger = new FakeLedger(40);
        broker.answering(event -> {
            if (broker.events.stream()
                            .filter(each -> Fixture.batch(each) == Fixture.batch(event))
                            .count()
                    < 3) {
                ledger.again(Fixture.batch(event));
            } else {
                ledger.done(Fixture.batch(event));
            }
            return Answer.ACCEPTED;
        });
        run(ledger, window(4));
        assertThat(broker.events).hasSize(120);
        assertThat(broker.ids()).doesNotHaveDuplicates();
    }

    @Test
    void whoIsLostIsToldAgainByAnotherEvent() throws Exception {
        FakeLedger ledger = new FakeLedger(6);
        Set<Long> lost = ConcurrentHashMap.newKeySet();
        broker.answering(event -> {
            if (!lost.add(Fixture.batch(event))) {
                ledger.done(Fixture.batch(event));
            }
            return Answer.ACCEPTED;
        });
        BrokerSettings settings = with(2, Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(20));
        run(ledger, settings);
        assertThat(broker.events).hasSizeGreaterThanOrEqualTo(12);
        assertThat(broker.ids()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 408, 409, 429, 500, 502, 503, 504})
    void refusedOnceAndThenAcceptedUnderTheSameId(int status) throws Exception {
        FakeLedger ledger = new FakeLedger(100);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        broker.answering(event -> {
            if (seen.add(event.getId())) {
                return Answer.of(status);
            }
            ledger.done(Fixture.batch(event));
            return Answer.ACCEPTED;
        });
        run(ledger, window(100));
        assertThat(broker.events).hasSize(200);
        assertThat(new HashSet<>(broker.ids())).hasSize(100);
        assertThat(ledger.givenBack()).isEmpty();
        assertThat(fixture.warnings).isEmpty();
    }

    @Test
    void aBrokerThatRefusesForLongerIsLeftAloneForAWhile() throws Exception {
        FakeLedger ledger = new FakeLedger(500);
        broker.answering(event -> {
            if (fixture.warnings.isEmpty()) { // until it has given up on an event
                return new Answer(503, "no <b>leader</b>\nyet", Map.of());
            }
            ledger.done(Fixture.batch(event));
            return Answer.ACCEPTED;
        });
        run(ledger, window(100));
        assertThat(ledger.givenBack()).isNotEmpty();
        String warning = "K_SINK localhost:" + broker.port() + ": answered 503; events are sent again after a pause";
        assertThat(fixture.warnings).containsExactly(warning);
        assertThat(ledger.warnings).containsExactly(warning);
        assertThat(broker.events).hasSizeGreaterThan(500);
        assertThat(ledger.sends(0))
                .as("of what nobody was told is the same telling")
                .isEqualTo(1);
    }

    @Test
    void aBatchThatIsRefusedAlwaysDoesNotKeepOthersWaiting() throws Exception {
        FakeLedger ledger = new FakeLedger(30);
        Set<Long> others = ConcurrentHashMap.newKeySet();
        AtomicInteger requests = new AtomicInteger();
        broker.answering(event -> {
            long batch = Fixture.batch(event);
            // First the broker is away, for all attempts of a full window; then it is batch 0, the first to be handed
            // out.
            if (requests.incrementAndGet() <= 15 || (batch == 0 && others.size() < 29)) {
                return Answer.of(500);
            }
            others.add(batch);
            ledger.done(batch);
            return Answer.ACCEPTED;
        });
        run(ledger, window(5));
        assertThat(ledger.mostSent).isLessThanOrEqualTo(5);
    }

    @Test
    void aBrokerThatIsAwayAndComesBack() throws Exception {
        int port = broker.port();
        URI uri = broker.uri();
        broker.close();
        FakeLedger ledger = new FakeLedger(200);
        try (BrokerDispatcher dispatcher = fixture.dispatcher(uri, ledger, window(100))) {
            dispatcher.start();
            Fixture.await(dispatcher, () -> !fixture.warnings.isEmpty());
            try (StubBroker again = StubBroker.at(port).answering(doing(ledger))) {
                Fixture.await(dispatcher, ledger::isDone);
                assertThat(again.ids()).doesNotHaveDuplicates();
                assertThat(again.events).hasSize(200);
            }
        }
        assertThat(fixture.warnings)
                .containsExactly("K_SINK localhost:" + port
                        + ": the event was not accepted: no connection; events are sent again after a pause");
    }

    @Test
    void aBrokerThatNeverAnswersMayHaveTheEvents() throws Exception {
        FakeLedger ledger = new FakeLedger(5);
        CountDownLatch never = new CountDownLatch(1);
        broker.answering(waitingFor(never));
        BrokerSettings settings = with(10, Duration.ofHours(1), Duration.ofMillis(1500), Duration.ofSeconds(20));
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, settings)) {
            dispatcher.start();
            Fixture.await(dispatcher, () -> !fixture.warnings.isEmpty());
        }
        assertThat(broker.ids()).hasSize(5).doesNotHaveDuplicates();
        assertThat(ledger.givenBack()).isEmpty();
        assertThat(fixture.warnings)
                .containsExactly("K_SINK localhost:" + broker.port()
                        + ": no answer within 1500 ms; events whose batch nobody claims are sent again later");
        never.countDown();
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID", "401,PERMISSION", "403,PERMISSION", "413,INVALID", "302,INVALID"})
    void refusedForGood(int status, FailureKind kind) throws Exception {
        FakeLedger ledger = new FakeLedger(300);
        broker.answering(event -> new Answer(status, "not\nlike this", Map.of("Location", "http://elsewhere/")));
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(100))) {
            dispatcher.start();
            assertThatThrownBy(() -> Fixture.await(dispatcher, () -> false))
                    .isInstanceOfSatisfying(
                            TrawlException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessage("K_SINK localhost:" + broker.port() + ": answered " + status + ": not like this");
        }
        assertThat(broker.ids()).hasSizeLessThanOrEqualTo(128).doesNotHaveDuplicates();
        assertThat(ledger.givenBack()).as("the next leader tells at once").isNotEmpty();
    }

    @Test
    void theLedgersFailureSurfaces() {
        FakeLedger ledger = new FakeLedger(3);
        TrawlException away = new TrawlException(FailureKind.TRANSIENT, "the ledger is away");
        ledger.breaks(away);
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(10))) {
            dispatcher.start();
            assertThatThrownBy(() -> Fixture.await(dispatcher, () -> false)).isSameAs(away);
        }
    }

    @Test
    void aLeadThatIsLostSurfacesAndMayComeBack() throws Exception {
        FakeLedger ledger = new FakeLedger(3);
        LostLeadershipException lost = new LostLeadershipException(FakeLedger.RUN);
        ledger.breaks(lost);
        broker.answering(doing(ledger));
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(10))) {
            dispatcher.start();
            assertThatThrownBy(() -> Fixture.await(dispatcher, () -> false)).isSameAs(lost);
            dispatcher.wake();
            assertThatThrownBy(dispatcher::awaitIdle).isSameAs(lost);
            assertThat(ledger.asked()).isEqualTo(1);
            ledger.breaks(null);
            dispatcher.start();
            Fixture.await(dispatcher, ledger::isDone);
        }
        assertThat(broker.events).hasSize(3);
    }

    @Test
    void stopLetsWhatIsUnderWayEndAndBeginsNothing() throws Exception {
        FakeLedger ledger = new FakeLedger(300);
        CountDownLatch answer = new CountDownLatch(1);
        broker.answering(event -> {
            answer.await();
            ledger.done(Fixture.batch(event));
            return Answer.ACCEPTED;
        });
        BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(256));
        dispatcher.start();
        Fixture.await(dispatcher, () -> broker.events.size() == 64);
        dispatcher.stop();
        dispatcher.awaitIdle();
        answer.countDown();
        dispatcher.close();
        assertThat(broker.events).hasSize(64);
        assertThat(broker.events)
                .allSatisfy(event -> assertThat(ledger.givenBack()).doesNotContain(Fixture.batch(event)));
        assertThat(ledger.givenBack()).as("those that waited for a sender").hasSize(64);
        assertThat(ledger.mostSent).isEqualTo(128);
    }

    @Test
    void closeDoesNotWaitForEver() throws Exception {
        FakeLedger ledger = new FakeLedger(300);
        CountDownLatch never = new CountDownLatch(1);
        broker.answering(waitingFor(never));
        BrokerSettings settings = with(256, Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(100));
        BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, settings);
        dispatcher.start();
        Fixture.await(dispatcher, () -> broker.events.size() == 64);
        dispatcher.close();
        assertThat(ledger.givenBack())
                .as("what may have arrived is not among them")
                .hasSize(64);
        assertThat(broker.events)
                .allSatisfy(event -> assertThat(ledger.givenBack()).doesNotContain(Fixture.batch(event)));
        dispatcher.close();
        never.countDown();
    }

    @Test
    void whoeverWaitsCanBeInterrupted() {
        FakeLedger ledger = new FakeLedger(0);
        try (BrokerDispatcher dispatcher = fixture.dispatcher(broker, ledger, window(1))) {
            Thread.currentThread().interrupt();
            dispatcher.awaitIdle();
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
