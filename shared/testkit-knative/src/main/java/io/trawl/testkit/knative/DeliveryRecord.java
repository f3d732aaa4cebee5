package io.trawl.testkit.knative;

import java.util.List;

/**
 * How one event's delivery by one trigger ended.
 *
 * @param trigger its name
 * @param statuses of the subscriber's answers, one for each attempt; 0 where there was none
 * @param outcome what became of the event
 */
public record DeliveryRecord(String trigger, List<Integer> statuses, Outcome outcome) {

    /** What became of an event. */
    public enum Outcome {
        /** The subscriber took it, and the broker took the subscriber's reply if there was one. */
        DELIVERED,
        /** The dead-letter sink took it. */
        DEAD_LETTERED,
        /** Nobody took it: there is no dead-letter sink, or it did not take it either. */
        DROPPED
    }
}
