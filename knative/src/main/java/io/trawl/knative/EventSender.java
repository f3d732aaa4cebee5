package io.trawl.knative;

import io.cloudevents.CloudEvent;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends CloudEvents to a broker. An event that was refused for a transient reason is sent again with the same id. Safe
 * for use by several threads; the caller decides how many send at a time.
 */
public final class EventSender {

    /** A broker that asks for a longer pause is not waited for by one event. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Transport transport;
    private final RetryPolicy retries;
    private final RandomGenerator random;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param timeout how long to wait for an answer; after that it is unknown whether the broker has the event
     * @param retries how often and after which pauses
     * @param random decides how pauses are shortened; safe for several threads
     */
    public EventSender(BrokerBinding binding, Duration timeout, RetryPolicy retries, RandomGenerator random) {
        this.transport = new Transport(binding, timeout);
        this.retries = retries;
        this.random = random;
    }

    /** Four attempts within some seconds, as a Knative broker itself makes; after that the caller has to wait. */
    public static RetryPolicy defaultRetries() {
        return new RetryPolicy(4, Duration.ofMillis(200), 3, Duration.ofSeconds(5));
    }

    /**
     * Sends an event and waits for the answer.
     *
     * @throws InterruptedException if the thread was interrupted: the broker may have the event
     */
    public Delivery send(CloudEvent event) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Delivery delivery = transport.send(event);
            if (!(delivery instanceof Delivery.Refused refused)
                    || !refused.passes()
                    || attempt >= retries.maxAttempts()
                    || refused.retryAfter().compareTo(LONGEST_WAIT) > 0
                    || stopsWithin(pause(attempt, refused.retryAfter()))) {
                return delivery;
            }
        }
    }

    private Duration pause(int attempt, Duration asked) {
        Duration own = retries.pauseAfter(attempt, random);
        return own.compareTo(asked) < 0 ? asked : own;
    }

    private boolean stopsWithin(Duration pause) throws InterruptedException {
        return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From now on no event is sent again. An attempt under way is not interrupted. Returns at once. */
    public void stop() {
        stopped.countDown();
    }
}
