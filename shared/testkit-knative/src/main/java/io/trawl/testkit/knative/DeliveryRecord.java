package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * How one event's delivery by one trigger ended.
 *
 * @param trigger its name
 * @param event as the broker held it; in memory with what its ingress adds
 * @param statuses of the subscriber's answers, one for each attempt; 0 where there was none
 * @param outcome what became of the event
 * @param deadLetter the event as the dead-letter sink took it; null unless dead-lettered
 */
public record DeliveryRecord(
        String trigger, CloudEvent event, List<Integer> statuses, Outcome outcome, CloudEvent deadLetter) {

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
