package io.trawl.testkit.knative;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How a trigger delivers: Knative's DeliverySpec (pkg/apis/duck/v1/delivery_types.go) with exponential backoff.
 *
 * @param retries how often after the first time
 * @param backoff what the pauses are made of: doubled with each retry, see {@link BrokerKind#pause}
 * @param timeout of each request
 * @param retryAfterMax null: a Retry-After header is not looked at, which is what Knative does unless told otherwise; else
 *     at most so long. Only the in-memory kind knows it
 * @param deadLetterSink where events go that could not be delivered; null: nowhere, they are dropped
 */
public record Delivery(int retries, Duration backoff, Duration timeout, Duration retryAfterMax, URI deadLetterSink) {

    /** Checks its values. */
    public Delivery {
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " is negative");
        }
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * What a broker has by default: 10 retries from 0.2 s (config/core/configmaps/default-broker.yaml), 10 minutes for a
     * request (WebClientCloudEventSender.java), no dead-letter sink.
     */
    public static Delivery standard() {
        return new Delivery(10, Duration.ofMillis(200), Duration.ofMinutes(10), null, null);
    }

    /** Another number of retries. */
    public Delivery withRetries(int value) {
        return new Delivery(value, backoff, timeout, retryAfterMax, deadLetterSink);
    }

    /** Another unit of pauses; tests take a short one, so that they do not wait. */
    public Delivery withBackoff(Duration value) {
        return new Delivery(retries, value, timeout, retryAfterMax, deadLetterSink);
    }

    /** Another time limit for each request. */
    public Delivery withTimeout(Duration value) {
        return new Delivery(retries, backoff, value, retryAfterMax, deadLetterSink);
    }

    /** Honours Retry-After on 429 and 503, up to this long. */
    public Delivery withRetryAfterMax(Duration value) {
        return new Delivery(retries, backoff, timeout, value, deadLetterSink);
    }

    /** With a dead-letter sink. */
    public Delivery withDeadLetterSink(URI value) {
        return new Delivery(retries, backoff, timeout, retryAfterMax, value);
    }
}
