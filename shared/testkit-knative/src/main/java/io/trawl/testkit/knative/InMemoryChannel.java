package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.HttpEndpoint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Delivers while the sender waits (dispatch in pkg/channel/fanout/fanout_event_handler.go): to all triggers at once, replies
 * and what follows from them included. Answers 202 if every delivery ended well or at a dead-letter sink, else 500.
 *
 * <p>An event may pass through the broker 255 times by replies: the ingress counts {@code knativebrokerttl} down and answers
 * 400 at 0 (pkg/broker/ttl.go). It also sets {@code knativearrivaltime} (receive in ingress_handler.go).
 */
final class InMemoryChannel implements Channel {

    private static final String TTL = "knativebrokerttl";
    private static final int MAX_TTL = 255;

    private final BrokerLog log;
    private final Dispatcher dispatcher;
    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("broker-delivery"));

    InMemoryChannel(BrokerLog log, Dispatcher dispatcher) {
        this.log = log;
        this.dispatcher = dispatcher;
    }

    @Override
    public int accept(CloudEvent event) throws InterruptedException {
        int ttl = ttl(event);
        if (ttl <= 0) {
            return 400;
        }
        log.accepted(event);
        CloudEvent held = CloudEventBuilder.from(event)
                .withExtension(TTL, ttl)
                .withExtension("knativearrivaltime", OffsetDateTime.now())
                .build();
        List<Future<Boolean>> deliveries = new ArrayList<>();
        for (Trigger trigger : triggers) {
            if (trigger.matches(held)) {
                deliveries.add(begin(trigger, held, ttl));
            }
        }
        return await(deliveries);
    }

    private Future<Boolean> begin(Trigger trigger, CloudEvent held, int ttl) throws InterruptedException {
        CloudEvent stripped = CloudEventBuilder.from(held).withoutExtension(TTL).build();
        log.begin();
        try {
            return threads.submit(() -> {
                try {
                    return dispatcher.deliver(trigger, held, stripped, reply -> accept(again(reply, ttl)));
                } finally {
                    log.end();
                }
            });
        } catch (RejectedExecutionException stopped) {
            log.end();
            throw new InterruptedException("the broker stops");
        }
    }

    private static int await(List<Future<Boolean>> deliveries) throws InterruptedException {
        int status = 202;
        try {
            for (Future<Boolean> delivery : deliveries) {
                status = delivery.get() ? status : 500;
            }
            return status;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("the broker stops");
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A reply has what is left to the event it replies to (writeResponse in filter_handler.go). */
    private static CloudEvent again(CloudEvent reply, int ttl) {
        return CloudEventBuilder.from(reply).withExtension(TTL, ttl).build();
    }

    private static int ttl(CloudEvent event) {
        Object left = event.getExtension(TTL);
        boolean number = left != null && left.toString().matches("-?\\d{1,9}");
        return number ? Integer.parseInt(left.toString()) - 1 : MAX_TTL;
    }

    @Override
    public void add(Trigger trigger) {
        triggers.add(trigger);
    }

    @Override
    public void stop() {
        threads.shutdownNow();
    }
}
