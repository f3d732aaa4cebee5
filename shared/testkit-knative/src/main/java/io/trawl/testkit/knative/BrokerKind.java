package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.knative.Attempt.Ending;
import io.trawl.testkit.knative.EventBinding.InvalidEventException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The two brokers that Knative users have, and in which rules they differ. */
public enum BrokerKind {

    /**
     * The default: MTChannelBasedBroker on an InMemoryChannel. An event's POST is answered when all its deliveries have
     * ended.
     */
    IN_MEMORY,

    /** The Kafka broker: answers when an event is stored, delivers later, in no particular order. */
    KAFKA;

    private static final int ERROR_DATA_LENGTH = 1_024;

    /**
     * The table of what is sent again: 5xx, 404, 408, 409, 429 (SelectiveRetry in pkg/kncloudevents/retries.go,
     * isRetryableStatusCode in WebClientCloudEventSender.java).
     */
    public static boolean retried(int status) {
        return status >= 500 || status == 404 || status == 408 || status == 409 || status == 429;
    }

    /**
     * Whether an event is sent again after this. A reply that is no event is a 502 in memory, answered by the broker's
     * filter and so sent again (writeResponse in filter_handler.go); with Kafka the delivery has failed at once
     * (composeSenderAndSinkHandler in RecordDispatcherImpl.java).
     */
    boolean retried(Attempt attempt) {
        return switch (attempt.ending()) {
            case REFUSED -> retried(attempt.status());
            case MALFORMED_REPLY -> this == IN_MEMORY;
            case NO_ANSWER -> true;
            case DELIVERED -> false;
        };
    }

    /**
     * How long to wait before the next attempt: backoff × 2^n, where n counts from 0 in memory and from 1 with Kafka
     * (generateBackoffFn in retries.go). A Retry-After header is not looked at, as in Knative unless told otherwise.
     *
     * @param failed attempts so far, at least 1
     */
    Duration pause(Delivery delivery, int failed) {
        return delivery.backoff().multipliedBy(1L << (this == IN_MEMORY ? failed - 1 : failed));
    }

    /**
     * The event that the answer to a delivery carries.
     *
     * <p>In memory (writeResponse in filter_handler.go): nothing if the answer does not mean to be an event and is empty.
     * With Kafka (BaseResponseHandler.java): nothing if it cannot be read and is empty.
     *
     * @throws InvalidEventException for any other answer that is no event
     */
    Optional<CloudEvent> reply(Map<String, String> headers, byte[] body) throws InvalidEventException {
        if (body.length == 0 && !EventBinding.isEvent(headers)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventBinding.read(headers, body));
        } catch (InvalidEventException e) {
            if (this == KAFKA && body.length == 0) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The event as the dead-letter sink gets it.
     *
     * <p>In memory (dispatchExecutionInfoTransformers in event_dispatcher.go): {@code knativeerrordest}, {@code
     * knativeerrorcode} (500 if there was no answer) and {@code knativeerrordata}, the body in base64 of which the first
     * 1,024 characters are kept; none of the three after a malformed reply, since the channel then has no account of the
     * filter's.
     *
     * <p>With Kafka (errorTransform in RecordDispatcherImpl.java): {@code knativeerrordest} always, the code only if there
     * was an answer, and of a body that is not empty the first 1,024 bytes in base64.
     */
    CloudEvent deadLetter(CloudEvent event, Attempt last) {
        boolean answered = last.ending() == Ending.REFUSED;
        CloudEventBuilder dead = CloudEventBuilder.from(event);
        if (this == IN_MEMORY && (answered || last.ending() == Ending.NO_ANSWER)) {
            String data = Base64.getEncoder().encodeToString(last.body());
            dead.withExtension("knativeerrordest", last.target())
                    .withExtension("knativeerrorcode", answered ? last.status() : 500)
                    .withExtension("knativeerrordata", data.substring(0, Math.min(data.length(), ERROR_DATA_LENGTH)));
        } else if (this == KAFKA) {
            dead.withExtension("knativeerrordest", last.target());
            if (answered) {
                dead.withExtension("knativeerrorcode", last.status());
            }
            if (answered && last.body().length > 0) {
                byte[] data = Arrays.copyOf(last.body(), Math.min(last.body().length, ERROR_DATA_LENGTH));
                dead.withExtension("knativeerrordata", Base64.getEncoder().encodeToString(data));
            }
        }
        return dead.build();
    }
}
