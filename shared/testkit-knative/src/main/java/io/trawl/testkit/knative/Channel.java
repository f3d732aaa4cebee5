package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;

/** What stands behind a broker's ingress. */
interface Channel {

    /** Takes an event and returns what the ingress answers. */
    int accept(CloudEvent event) throws InterruptedException;

    /** From now on, events that match go there. */
    void add(Trigger trigger);

    /** Ends at once; what is being delivered is cut off. */
    void stop();
}
