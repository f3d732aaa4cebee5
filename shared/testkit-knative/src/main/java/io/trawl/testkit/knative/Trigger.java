package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.net.URI;

/**
 * Which events go where.
 *
 * @param name told in observations
 * @param type which an event must have (pkg/eventfilter/attributes/filter.go); null: every event
 * @param subscriber where they are POSTed to
 * @param delivery how often, how long
 */
record Trigger(String name, String type, URI subscriber, Delivery delivery) {

    boolean matches(CloudEvent event) {
        return type == null || type.equals(event.getType());
    }
}
