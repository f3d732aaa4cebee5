package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A Knative broker for tests, in this process, on a free port of the loopback address. It is as strict as the real ones, of
 * which it knows two kinds, {@link #synchronous} and {@link #queued}; the queued one fails on demand. It tells what it has seen. Safe
 * for use by several threads.
 *
 * <pre>{@code
 * try (var broker = KnativeBroker.queued()) {
 *     broker.trigger("worker", Events.ENTITY_DISCOVERED, service.uri("/"), Delivery.standard());
 *     broker.duplicates(0.1).reorder(0.2, 50).lose(Events.ENTITY_DISCOVERED, 0.05);
 *     // K_SINK: broker.ingress()
 *     broker.awaitQuiet(Duration.ofMinutes(1));
 * }
 * }</pre>
 */
public final class KnativeBroker implements AutoCloseable {

    static final String NAMESPACE = "default";
    static final String PATH = "/" + NAMESPACE + "/trawl";

    private final BrokerLog log = new BrokerLog();
    private final HttpEndpoint endpoint;
    private final Channel channel;

    /** Starts one on a free port. */
    KnativeBroker(BrokerKind kind, int concurrency) {
        Ingress handler = new Ingress(log, kind);
        endpoint = new HttpEndpoint("broker-ingress", handler);
        Dispatcher dispatcher = new Dispatcher(kind, log, ingress());
        channel = kind == BrokerKind.IN_MEMORY
                ? new InMemoryChannel(log, dispatcher)
                : new KafkaTopic(log, dispatcher, concurrency);
        handler.channel(channel);
    }

    static KnativeBroker of(BrokerKind kind) {
        return new KnativeBroker(kind, 50);
    }

    /** As the default broker with the in-memory channel: a POST is answered when its deliveries have ended. */
    public static KnativeBroker synchronous() {
        return of(BrokerKind.IN_MEMORY);
    }

    /** As the Kafka broker: a POST is answered when the event is stored. Of each trigger, 50 deliveries are under way at a time. */
    public static KnativeBroker queued() {
        return of(BrokerKind.KAFKA);
    }

    /**
     * The same with another number of deliveries.
     *
     * @param concurrency how many deliveries of one trigger are under way at a time
     */
    public static KnativeBroker queued(int concurrency) {
        return new KnativeBroker(BrokerKind.KAFKA, concurrency);
    }

    /** Where events are POSTed to; what {@code K_SINK} says. */
    public URI ingress() {
        return endpoint.uri(PATH);
    }

    /**
     * From now on delivers events to a subscriber.
     *
     * @param type of the events; null: every event
     */
    public KnativeBroker trigger(String name, String type, URI subscriber, Delivery delivery) {
        channel.add(new Trigger(name, type, subscriber, delivery));
        return this;
    }

    /** Delivers this share (0 to 1) of events twice, half of them at the same time, half of them one after the other. */
    public KnativeBroker duplicates(double share) {
        faults().duplicates(share);
        return this;
    }

    /** Lets this share of events be overtaken by up to so many that come later. */
    public KnativeBroker reorder(double share, int places) {
        faults().reorder(share, places);
        return this;
    }

    /** Answers 202 to this share of the events of a type and forgets them. */
    public KnativeBroker lose(String type, double share) {
        faults().lose(type, share);
        return this;
    }

    private BrokerFaults faults() {
        return topic().faults();
    }

    private KafkaTopic topic() {
        if (channel instanceof KafkaTopic topic) {
            return topic;
        }
        throw new IllegalStateException("only a queued broker fails on demand");
    }

    /**
     * Goes away, cutting every connection, and comes back on the same port. All that was not delivered is lost though it was
     * answered 202: {@link #lost} has it. Only the queued kind does that.
     */
    public synchronized void restartWithLoss() {
        endpoint.close();
        topic().stop();
        topic().start();
        endpoint.open();
    }

    /** The events accepted so far, in order, replies included; those too that were then lost. */
    public List<CloudEvent> accepted() {
        return log.accepted();
    }

    /** Those of one type. */
    public List<CloudEvent> accepted(String type) {
        return accepted().stream().filter(event -> event.getType().equals(type)).toList();
    }

    /** Events accepted and forgotten, by {@link #lose} or, once for each trigger, by {@link #restartWithLoss}. */
    public List<CloudEvent> lost() {
        return log.lost();
    }

    /** Deliveries that have ended, in the order in which they ended. */
    public List<DeliveryRecord> deliveries() {
        return log.deliveries();
    }

    /**
     * Waits until no request and no delivery is under way or waiting.
     *
     * @throws IllegalStateException if that takes longer
     */
    public void awaitQuiet(Duration limit) throws InterruptedException {
        log.awaitQuiet(limit);
    }

    @Override
    public void close() {
        endpoint.close();
        channel.stop();
    }
}
