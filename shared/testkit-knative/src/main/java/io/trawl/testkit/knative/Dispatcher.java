package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.knative.Attempt.Ending;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Delivers one event by one trigger: to the subscriber with retries, its reply to the broker, and to the dead-letter sink
 * what could not be delivered (send in event_dispatcher.go, dispatch in RecordDispatcherImpl.java).
 */
final class Dispatcher {

    /** Where replies go: the broker itself. */
    interface Replies {

        /** Takes an event as the ingress does and returns the status. */
        int accept(CloudEvent reply) throws InterruptedException;
    }

    private interface Step {
        Attempt run() throws InterruptedException;
    }

    private final BrokerKind kind;
    private final BrokerLog log;
    private final Gate gate;
    private final Subscribers subscribers;
    private final URI ingress;

    Dispatcher(BrokerKind kind, BrokerLog log, Gate gate, URI ingress) {
        this.kind = kind;
        this.log = log;
        this.gate = gate;
        this.subscribers = new Subscribers(kind);
        this.ingress = ingress;
    }

    /**
     * Returns whether somebody took the event, and be it the dead-letter sink.
     *
     * @param event as the channel holds it
     * @param stripped as the subscriber gets it
     * @param replies takes the subscriber's reply
     */
    boolean deliver(Trigger trigger, CloudEvent event, CloudEvent stripped, Replies replies)
            throws InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        Attempt last = send(trigger.subscriber(), stripped, trigger.delivery(), statuses);
        if (last.delivered() && last.reply() != null) {
            last = reply(last, trigger.delivery(), replies);
        }
        if (last.delivered()) {
            return ended(trigger, event, statuses, Outcome.DELIVERED, null);
        }
        URI sink = trigger.delivery().deadLetterSink();
        if (sink == null) {
            return ended(trigger, event, statuses, Outcome.DROPPED, null);
        }
        CloudEvent dead = kind.deadLetter(event, last);
        Attempt taken = send(sink, dead, trigger.delivery(), new ArrayList<>());
        if (taken.reply() != null && kind == BrokerKind.KAFKA) {
            replies.accept(taken.reply()); // in memory, nobody reads a dead-letter sink's reply
        }
        return taken.delivered()
                ? ended(trigger, event, statuses, Outcome.DEAD_LETTERED, dead)
                : ended(trigger, event, statuses, Outcome.DROPPED, null);
    }

    private Attempt send(URI target, CloudEvent event, Delivery delivery, List<Integer> statuses)
            throws InterruptedException {
        return persistently(delivery, () -> {
            gate.pass();
            Attempt attempt = subscribers.post(target, event, delivery.timeout());
            statuses.add(attempt.status());
            return attempt;
        });
    }

    /**
     * In memory the reply is POSTed to the ingress, with the trigger's retries, and it is the event replied to that becomes
     * the dead letter. With Kafka it is put into the topic, once; if that fails, the delivery has failed as it does by a
     * malformed reply.
     */
    private Attempt reply(Attempt answer, Delivery delivery, Replies replies) throws InterruptedException {
        if (kind == BrokerKind.KAFKA) {
            boolean taken = replies.accept(answer.reply()) == 202;
            return taken ? answer : Attempt.without(Ending.MALFORMED_REPLY, answer.target(), "");
        }
        return persistently(delivery, () -> {
            int status = replies.accept(answer.reply());
            Ending ending = status == 202 ? Ending.DELIVERED : Ending.REFUSED;
            return new Attempt(ending, ingress, status, null, new byte[0], null);
        });
    }

    private Attempt persistently(Delivery delivery, Step step) throws InterruptedException {
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = step.run();
            if (!kind.retried(attempt) || attempts > delivery.retries()) {
                return attempt;
            }
            Thread.sleep(kind.pause(delivery, attempts, attempt).toMillis());
        }
    }

    private boolean ended(
            Trigger trigger, CloudEvent event, List<Integer> statuses, Outcome outcome, CloudEvent deadLetter) {
        log.delivered(new DeliveryRecord(trigger.name(), event, List.copyOf(statuses), outcome, deadLetter));
        return outcome != Outcome.DROPPED;
    }
}
