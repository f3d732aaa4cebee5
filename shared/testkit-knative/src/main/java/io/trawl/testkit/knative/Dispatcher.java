package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.knative.Attempt.Ending;
import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import io.trawl.testkit.knative.EventBinding.InvalidEventException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    private final URI ingress;

    Dispatcher(BrokerKind kind, BrokerLog log, URI ingress) {
        this.kind = kind;
        this.log = log;
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
            return ended(trigger, statuses, Outcome.DELIVERED);
        }
        URI sink = trigger.delivery().deadLetterSink();
        if (sink == null) {
            return ended(trigger, statuses, Outcome.DROPPED);
        }
        Attempt taken = send(sink, kind.deadLetter(event, last), trigger.delivery(), new ArrayList<>());
        return ended(trigger, statuses, taken.delivered() ? Outcome.DEAD_LETTERED : Outcome.DROPPED);
    }

    private Attempt send(URI target, CloudEvent event, Delivery delivery, List<Integer> statuses)
            throws InterruptedException {
        return persistently(delivery, () -> {
            Attempt attempt = post(target, event);
            statuses.add(attempt.status());
            return attempt;
        });
    }

    /**
     * POSTs an event in binary mode, with the headers {@code Prefer: reply} and {@code Kn-Namespace}
     * (event_dispatcher.go, WebClientCloudEventSender.java). An interrupt cuts the connection.
     */
    private Attempt post(URI target, CloudEvent event) throws InterruptedException {
        HttpRequest request = EventBinding.post(target, event)
                .header("Prefer", "reply")
                .header("Kn-Namespace", KnativeBroker.NAMESPACE)
                .build();
        try {
            return judge(target, HttpEndpoint.CLIENT.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return Attempt.without(Ending.NO_ANSWER, target, "dispatch error: " + e);
        }
    }

    private Attempt judge(URI target, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        byte[] body = response.body();
        if (status / 100 != 2) {
            return new Attempt(Ending.REFUSED, target, status, body, null);
        }
        try {
            Map<String, String> headers =
                    EventBinding.headers(response.headers().map());
            CloudEvent reply = kind.reply(headers, body).orElse(null);
            return new Attempt(Ending.DELIVERED, target, status, body, reply);
        } catch (InvalidEventException e) {
            return new Attempt(Ending.MALFORMED_REPLY, target, status, body, null);
        }
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
            return new Attempt(ending, ingress, status, new byte[0], null);
        });
    }

    private Attempt persistently(Delivery delivery, Step step) throws InterruptedException {
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = step.run();
            if (!kind.retried(attempt) || attempts > delivery.retries()) {
                return attempt;
            }
            Thread.sleep(kind.pause(delivery, attempts).toMillis());
        }
    }

    private boolean ended(Trigger trigger, List<Integer> statuses, Outcome outcome) {
        log.delivered(new DeliveryRecord(trigger.name(), List.copyOf(statuses), outcome));
        return outcome != Outcome.DROPPED;
    }
}
