package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What came of sending an event once.
 *
 * @param ending how it ended
 * @param target where it was sent
 * @param status of the answer; 0 without one
 * @param body of the answer, or of the error; never null
 * @param reply the event in the answer, or null
 */
public record Attempt(Ending ending, URI target, int status, byte[] body, CloudEvent reply) {

    enum Ending {
        DELIVERED,
        /** A status other than 2xx. */
        REFUSED,
        /** No connection, or one that broke. */
        NO_ANSWER,
        /** 2xx with a body that is no event. */
        MALFORMED_REPLY
    }

    static Attempt without(Ending ending, URI target, String error) {
        return new Attempt(ending, target, 0, error.getBytes(StandardCharsets.UTF_8), null);
    }

    boolean delivered() {
        return ending == Ending.DELIVERED;
    }
}
