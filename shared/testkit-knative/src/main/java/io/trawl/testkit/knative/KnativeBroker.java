package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Knative broker for tests, in this process, on a free port of the loopback address. It is as strict as the real ones, of
 * which it knows two kinds, {@link #synchronous} and {@link #queued}; it fails on demand and tells what it has seen. Safe
 * for use by several threads.
 *
 * <pre>{@code
 * try (var broker = KnativeBroker.queued().seed(7).start()) {
 *     broker.trigger("worker", Map.of("type", Events.ENTITY_DISCOVERED), service.uri(), Delivery.standard());
 *     broker.duplicates(0.1).reorder(0.2, 50).lose(Events.ENTITY_DISCOVERED, 0.05);
 *     // K_SINK: broker.ingress()
 *     broker.awaitQuiet(Duration.ofMinutes(1));
 * }
 * }</pre>
 */
public final class KnativeBroker implements AutoCloseable {

    static final String NAMESPACE = "default";
    static final String PATH = "/" + NAMESPACE + "/trawl";

    private final BrokerKind kind;
    private final BrokerLog log = new BrokerLog();
    private final Gate gate = new Gate();
    private final BrokerFaults faults;
    private final HttpEndpoint endpoint;
    private final Channel channel;

    KnativeBroker(KnativeBrokerBuilder builder) {
        System.err.println("knative broker: " + builder.kind + ", seed " + builder.seed);
        kind = builder.kind;
        faults = new BrokerFaults(builder.seed);
        Ingress handler = new Ingress(log, kind);
        endpoint = new HttpEndpoint("broker-ingress", handler);
        Dispatcher dispatcher = new Dispatcher(kind, log, gate, ingress());
        channel = kind == BrokerKind.IN_MEMORY
                ? new InMemoryChannel(log, faults, dispatcher, builder.fanoutTimeout)
                : new KafkaTopic(log, faults, dispatcher, builder.concurrency, builder.maxEventBytes);
        handler.channel(channel);
    }

    /** As the default broker with the in-memory channel: a POST is answered when its deliveries have ended. */
    public static KnativeBrokerBuilder synchronous() {
        return new KnativeBrokerBuilder(BrokerKind.IN_MEMORY);
    }

    /** As the Kafka broker: a POST is answered when the event is stored. */
    public static KnativeBrokerBuilder queued() {
        return new KnativeBrokerBuilder(BrokerKind.KAFKA);
    }

    /** Where events are POSTed to; what {@code K_SINK} says. */
    public URI ingress() {
        return endpoint.uri(PATH);
    }

    /**
     * From now on delivers events that match to a subscriber.
     *
     * @param filter see {@link Trigger}
     */
    public KnativeBroker trigger(String name, Map<String, String> filter, URI subscriber, Delivery delivery) {
        if (delivery.retryAfterMax() != null && kind == BrokerKind.KAFKA) {
            throw new IllegalArgumentException(
                    "trigger " + name + ": retryAfterMax: the Kafka broker does not look at Retry-After");
        }
        channel.add(new Trigger(name, filter, subscriber, delivery));
        return this;
    }

    /** Delivers this share (0 to 1) of events twice, half of them at the same time, half of them one after the other. */
    public KnativeBroker duplicates(double share) {
        faults.duplicates(share);
        return this;
    }

    /** Lets this share of events be overtaken by up to so many that come later. Only the queued kind does that. */
    public KnativeBroker reorder(double share, int places) {
        if (kind != BrokerKind.KAFKA) {
            throw new IllegalStateException("a synchronous broker has no order to change");
        }
        faults.reorder(share, places);
        return this;
    }

    /** Answers 202 to this share of events and forgets them. */
    public KnativeBroker lose(double share) {
        faults.lose(share);
        return this;
    }

    /** The same for events of one type, which the share for all then does not touch. */
    public KnativeBroker lose(String type, double share) {
        faults.lose(type, share);
        return this;
    }

    /** No more duplicates, no more reordering, no more losses. */
    public KnativeBroker heal() {
        faults.clear();
        return this;
    }

    /** Delivers nothing more; attempts under way end. Events are still taken. */
    public void pause() {
        gate.shut();
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        gate.open();
    }

    /**
     * Goes away, cutting every connection, and comes back on the same port. The queued kind then delivers what had not been
     * delivered to its end, so that subscribers may see it again; the synchronous kind has forgotten it, its senders having
     * got no answer.
     */
    public void restart() {
        restart(true);
    }

    /** The same, but all that was not delivered is lost, though it was answered 202: {@link #lost} has it. */
    public void restartWithLoss() {
        restart(false);
    }

    private synchronized void restart(boolean keep) {
        endpoint.close();
        channel.stop();
        channel.start(keep);
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

    /** What was refused at the ingress. */
    public List<Refusal> refusals() {
        return log.refusals();
    }

    /** Deliveries that have ended, in the order in which they ended. */
    public List<DeliveryRecord> deliveries() {
        return log.deliveries();
    }

    /** Those of one trigger. */
    public List<DeliveryRecord> deliveries(String trigger) {
        return deliveries().stream()
                .filter(delivery -> delivery.trigger().equals(trigger))
                .toList();
    }

    /** The events that dead-letter sinks took, as they got them. */
    public List<CloudEvent> deadLetters() {
        return deliveries().stream()
                .filter(delivery -> delivery.outcome() == Outcome.DEAD_LETTERED)
                .map(DeliveryRecord::deadLetter)
                .toList();
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
        channel.close();
        gate.open();
    }
}
