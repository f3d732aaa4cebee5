package io.trawl.discovery.function;

import io.trawl.core.event.EventException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Answers a failed event with the status that tells a broker what to do with it, and the reason as the body. */
public class EventFailures {

    /** Before Quarkus' own failure handler, which answers 500 and an id. */
    private static final int ORDER = Integer.MIN_VALUE;

    void register(@Observes Router router) {
        router.route("/").order(ORDER).failureHandler(EventFailures::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.failure() == null) {
            context.next();
            return;
        }
        EventException failure = EventException.from(context.failure());
        context.response()
                .setStatusCode(failure.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(failure.getMessage());
    }
}
