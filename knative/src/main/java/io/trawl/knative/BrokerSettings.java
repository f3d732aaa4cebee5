package io.trawl.knative;

import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a run's batches are sent to a broker.
 *
 * @param window the most batches in flight: sent, and not ended yet
 * @param resendAfter when a batch that no worker has claimed is sent again
 * @param concurrency events under way at a time
 * @param sendTimeout how long an answer is waited for; a broker may answer no sooner than the worker
 * @param retries of one event that was refused for a reason that passes
 * @param closeWithin how long events under way are waited for at the end
 */
public record BrokerSettings(
        int window,
        Duration resendAfter,
        int concurrency,
        Duration sendTimeout,
        RetryPolicy retries,
        Duration closeWithin) {

    public BrokerSettings {
        if (window < 1 || concurrency < 1) {
            throw new IllegalArgumentException("window: " + window + " or concurrency: " + concurrency + " is below 1");
        }
    }

    /**
     * Settings with the defaults for what is not given.
     *
     * @param parallelism how many workers there are, at most
     * @param window events in flight; empty: 16 for each worker, at least 256
     * @param resendAfter after this time an event whose batch no worker has claimed is sent again
     */
    public static BrokerSettings of(int parallelism, OptionalInt window, Duration resendAfter) {
        return new BrokerSettings(
                window.orElse(Math.max(256, 16 * parallelism)),
                resendAfter,
                64,
                Duration.ofSeconds(60),
                EventSender.defaultRetries(),
                Duration.ofSeconds(10));
    }
}
