package io.trawl.function;

import io.trawl.api.util.OneLine;
import io.trawl.events.EventException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** An event, or what is none, for which there is no function. */
final class UnknownEvent {

    private static final String STRUCTURED = "application/cloudevents+json";

    private UnknownEvent() {}

    /** Why: 422. */
    static EventException of(RoutingContext context) {
        HttpServerRequest request = context.request();
        String contentType = request.getHeader("Content-Type");
        boolean structured = contentType != null && contentType.startsWith(STRUCTURED);
        if (!structured && request.getHeader("Ce-Id") == null) {
            return EventException.unusable(
                    "ce-id: missing, and the content type is not " + STRUCTURED + ": this is no CloudEvent");
        }
        // Funqy has read the event as a JSON object before it looked for its type.
        Object type = structured ? context.body().asJsonObject().getValue("type") : request.getHeader("Ce-Type");
        return EventException.unusable(
                "type: " + (type == null ? "missing" : OneLine.quoted(type) + " is unknown to this function"));
    }
}
