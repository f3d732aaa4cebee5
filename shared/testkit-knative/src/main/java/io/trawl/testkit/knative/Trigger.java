package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.Map;

/**
 * Which events go where.
 *
 * @param name told in observations
 * @param filter exact values of attributes and extensions, all of which an event must have; an empty value stands for any
 *     (pkg/eventfilter/attributes/filter.go). Empty: every event
 * @param subscriber where they are POSTed to
 * @param delivery how often, how long
 */
public record Trigger(String name, Map<String, String> filter, URI subscriber, Delivery delivery) {

    /** Keeps a copy of the filter. */
    public Trigger {
        filter = Map.copyOf(filter);
    }

    boolean matches(CloudEvent event) {
        return filter.entrySet().stream().allMatch(wanted -> {
            String value = EventBinding.value(event, wanted.getKey());
            return value != null
                    && (wanted.getValue().isEmpty() || wanted.getValue().equals(value));
        });
    }
}
