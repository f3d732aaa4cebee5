package io.trawl.function;

import io.quarkus.funqy.knative.events.CloudEvent;
import io.trawl.events.EventException;
import io.trawl.events.Events;
import org.jspecify.annotations.Nullable;

/** Checks an event and returns its data. */
public final class IncomingEvent {

    private IncomingEvent() {}

    /**
     * The data of an event whose attributes are those of CloudEvents 1.0. Funqy takes an event without an id or source, and of
     * any version, and reads the data when it is asked for.
     *
     * @return null if the data is JSON's null
     * @throws EventException 422 if an attribute is missing or wrong, or the data is not what the function takes
     */
    public static <T> @Nullable T data(CloudEvent<T> event) {
        try {
            if (isEmpty(event.id()) || isEmpty(event.source())) {
                throw EventException.unusable(
                        "id, source: missing, and it is by them that an event that comes twice is known");
            }
            Events.checkSpecVersion(event.specVersion());
            event.time();
            return event.data();
        } catch (RuntimeException e) {
            throw EventException.from(e);
        }
    }

    private static boolean isEmpty(String attribute) {
        return attribute == null || attribute.isEmpty();
    }
}
