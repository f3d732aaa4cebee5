package io.trawl.discovery.function;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.trawl.events.EventException;
import io.trawl.function.EventFailures;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jboss.logging.Logger;

/**
 * The dead-letter sink of the broker, at {@code /dead-letters}: it takes events of every type, which a function does not.
 * What Knative says about the failure it adds as extensions (Knative Eventing, "Handling Delivery Failure").
 */
@Singleton
public class DeadLetterRoute {

    private static final Logger LOG = Logger.getLogger(DeadLetterRoute.class);

    private final DeadLetters letters;

    DeadLetterRoute(DeadLetters letters) {
        this.letters = letters;
    }

    void register(@Observes Router router) {
        // The functions have the server read every body, up to its limit (quarkus.http.limits.max-body-size, 10 MiB).
        router.post("/dead-letters").blockingHandler(this::take, false);
    }

    private void take(RoutingContext context) {
        try {
            record(event(context));
        } catch (RuntimeException e) {
            EventException failure = EventException.ofFunction(e);
            if (failure.status() != 422) {
                EventFailures.answer(context, failure); // the broker tries again
                return;
            }
            LOG.warnf("dead letter: %s", failure.getMessage());
        }
        context.response().setStatusCode(204).end();
    }

    private static CloudEvent event(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        CloudEvent event;
        try {
            event = isStructured(context) ? new JsonFormat().deserialize(body) : binary(context, body);
        } catch (RuntimeException e) {
            throw EventException.unusable("no CloudEvent: " + e.getMessage());
        }
        if (event == null) {
            throw EventException.unusable("no CloudEvent: null");
        }
        return event;
    }

    /** By name, since whatever else there is would have to be found on the class path. */
    private static boolean isStructured(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JsonFormat.CONTENT_TYPE);
    }

    private static CloudEvent binary(RoutingContext context, byte[] body) {
        return HttpMessageFactory.createReader(
                        headers -> context.request()
                                .headers()
                                .forEach(header -> headers.accept(header.getKey(), header.getValue())),
                        body)
                .toEvent();
    }

    private void record(CloudEvent event) {
        byte[] data = event.getData() == null ? new byte[0] : event.getData().toBytes();
        letters.record(event.getType(), data, status(extension(event, "knativeerrorcode")), reason(event));
    }

    private static String extension(CloudEvent event, String name) {
        Object value = event.getExtension(name);
        return value == null ? "" : value.toString();
    }

    private static int status(String code) {
        return code.matches("[1-5][0-9]{2}") ? Integer.parseInt(code) : 0;
    }

    /** Base64, as Knative writes it since 1.10, of which it may cut the end; plain text before. */
    private static String reason(CloudEvent event) {
        String reason = extension(event, "knativeerrordata");
        try {
            boolean isCut = reason.length() % 4 == 1; // one character of four holds no byte
            byte[] decoded = Base64.getDecoder().decode(reason.substring(0, reason.length() - (isCut ? 1 : 0)));
            CharBuffer text = CharBuffer.allocate(decoded.length);
            boolean isText = !StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded), text, false)
                    .isError();
            return isText ? text.flip().toString() : reason;
        } catch (IllegalArgumentException e) {
            return reason;
        }
    }
}
