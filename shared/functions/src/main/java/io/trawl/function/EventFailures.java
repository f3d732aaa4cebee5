package io.trawl.function;

import io.trawl.api.util.OneLine;
import io.trawl.events.EventException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Answers a failed event with the HTTP status by which a broker decides whether to deliver it again, and the reason as
 * the body.
 */
@Singleton
public class EventFailures {

    private static final Logger LOG = Logger.getLogger(EventFailures.class);
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final int BUG = 500;

    /** Funqy's answer to an event that no function takes. A broker would send it again. */
    private static final int UNKNOWN = 404;

    /** Before Quarkus' own failure handler, which answers 500 and an id. */
    private static final int ORDER = Integer.MIN_VALUE;

    void register(@Observes Router router) {
        router.route("/").order(ORDER).failureHandler(EventFailures::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.failure() != null) {
            answer(context, EventException.from(context.failure()));
        } else if (context.statusCode() == UNKNOWN && context.request().method().equals(HttpMethod.POST)) {
            answer(context, EventException.unusable(unknown(context)));
        } else {
            context.next();
        }
    }

    /** Why there is no function for an event, or for what is none. */
    private static String unknown(RoutingContext context) {
        HttpServerRequest request = context.request();
        String contentType = request.getHeader("Content-Type");
        boolean structured = contentType != null && contentType.startsWith(STRUCTURED);
        if (!structured && request.getHeader("Ce-Id") == null) {
            return "ce-id: missing, and the content type is not " + STRUCTURED + ": this is no CloudEvent";
        }
        // Funqy has read the event as a JSON object before it looked for its type.
        Object type = structured ? context.body().asJsonObject().getValue("type") : request.getHeader("Ce-Type");
        return "type: " + (type == null ? "missing" : OneLine.quoted(type) + " is unknown to this function");
    }

    /** Answers with a failure's status, its message as the body, and when to try again if it says so. */
    public static void answer(RoutingContext context, EventException failure) {
        if (failure.status() == BUG) {
            LOG.error(OneLine.trace(failure)); // the answer to the broker is one line of it
        }
        HttpServerResponse response = context.response()
                .setStatusCode(failure.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8");
        if (failure.retryAfter() != null) {
            // Rounded up, since an earlier attempt would fail.
            response.putHeader(
                    "Retry-After",
                    Long.toString(failure.retryAfter().plusMillis(999).toSeconds()));
        }
        response.end(failure.getMessage());
    }
}
