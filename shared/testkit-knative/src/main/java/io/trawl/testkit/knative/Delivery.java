package io.trawl.testkit.knative;

import java.net.URI;
import java.time.Duration;

/**
 * How a trigger delivers: Knative's DeliverySpec (pkg/apis/duck/v1/delivery_types.go) with exponential backoff.
 *
 * @param retries how often after the first time
 * @param backoff what the pauses are made of: doubled with each retry, see {@link BrokerKind#pause}
 * @param deadLetterSink where events go that could not be delivered; null: nowhere, they are dropped
 */
public record Delivery(int retries, Duration backoff, URI deadLetterSink) {

    /**
     * What a broker has by default: 10 retries from 0.2 s (config/core/configmaps/default-broker.yaml), no dead-letter sink.
     */
    public static Delivery standard() {
        return new Delivery(10, Duration.ofMillis(200), null);
    }

    /** Another unit of pauses; tests take a short one, so that they do not wait. */
    public Delivery withBackoff(Duration value) {
        return new Delivery(retries, value, deadLetterSink);
    }

    /** With a dead-letter sink. */
    public Delivery withDeadLetterSink(URI value) {
        return new Delivery(retries, backoff, value);
    }
}
