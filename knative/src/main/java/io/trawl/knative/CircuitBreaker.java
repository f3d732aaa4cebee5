package io.trawl.knative;

import java.time.Duration;

/**
 * A circuit breaker for a broker that refuses events: nothing is sent for a while, which grows with each refusal, and
 * then one event at a time until one is accepted. A single event that is refused while others are accepted says nothing
 * about the broker. Times are those of {@link System#nanoTime}. Not safe for several threads.
 */
final class CircuitBreaker {

    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(30).toNanos();

    private long accepted;
    private long pause;
    private long until;

    /** How many events were accepted. */
    long count() {
        return accepted;
    }

    void accepted() {
        accepted++;
        pause = 0;
    }

    /**
     * @param before how many had been accepted when this one was sent
     * @param asked how long the broker asks to wait
     */
    void refused(long before, Duration asked, long now) {
        if (accepted > before && asked.isZero()) {
            return;
        }
        if (pause == 0) {
            pause = FIRST;
            until = now + pause;
        } else if (now - until >= 0) {
            pause = Math.min(LONGEST, pause * 2);
            until = now + pause;
        }
        if (now + asked.toNanos() - until > 0) {
            until = now + asked.toNanos();
        }
    }

    /** Nothing is to be sent. */
    boolean isHolding(long now) {
        return pause > 0 && now - until < 0;
    }

    /** Nothing was accepted since the last refusal. */
    boolean isDoubtful() {
        return pause > 0;
    }
}
