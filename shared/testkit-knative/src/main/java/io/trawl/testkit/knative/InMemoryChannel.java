package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.HttpEndpoint;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Delivers while the sender waits (dispatch in pkg/channel/fanout/fanout_event_handler.go): to all triggers at once, replies
 * and what follows from them included. Answers 202 if every delivery ended well or at a dead-letter sink, else 500; also 500
 * if that took longer than the limit, the deliveries then going on by themselves.
 *
 * <p>An event may pass through the broker 255 times by replies: the ingress counts {@code knativebrokerttl} down and answers
 * 400 at 0 (pkg/broker/ttl.go). It also sets {@code knativearrivaltime} (receive in ingress_handler.go).
 */
final class InMemoryChannel implements Channel {

    private static final String TTL = "knativebrokerttl";
    private static final int MAX_TTL = 255;

    private final BrokerLog log;
    private final BrokerFaults faults;
    private final Dispatcher dispatcher;
    private final Duration limit;
    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    private volatile ExecutorService threads;

    InMemoryChannel(BrokerLog log, BrokerFaults faults, Dispatcher dispatcher, Duration limit) {
        this.log = log;
        this.faults = faults;
        this.dispatcher = dispatcher;
        this.limit = limit;
        start(false);
    }

    @Override
    public int accept(CloudEvent event) throws InterruptedException {
        int ttl = ttl(event);
        if (ttl <= 0) {
            log.refused(new Refusal(400, "event " + event.getId() + ": " + TTL + " is used up"));
            return 400;
        }
        log.accepted(event);
        BrokerFaults.Fate fate = faults.next(event);
        if (fate.lost()) {
            log.lost(event);
            return 202;
        }
        CloudEvent held = CloudEventBuilder.from(event)
                .withExtension(TTL, ttl)
                .withExtension("knativearrivaltime", OffsetDateTime.now())
                .build();
        List<Future<Boolean>> deliveries = new ArrayList<>();
        for (Trigger trigger : triggers) {
            if (trigger.matches(held)) {
                deliveries.add(begin(trigger, held, ttl, fate.twice() && fate.apart() ? 2 : 1));
                if (fate.twice() && !fate.apart()) {
                    deliveries.add(begin(trigger, held, ttl, 1));
                }
            }
        }
        return await(deliveries);
    }

    private Future<Boolean> begin(Trigger trigger, CloudEvent held, int ttl, int times) throws InterruptedException {
        CloudEvent stripped = CloudEventBuilder.from(held).withoutExtension(TTL).build();
        Callable<Boolean> delivery = () -> {
            try {
                boolean taken = true;
                for (int time = 0; time < times; time++) {
                    taken &= dispatcher.deliver(trigger, held, stripped, reply -> accept(again(reply, ttl)));
                }
                return taken;
            } finally {
                log.end();
            }
        };
        log.begin();
        try {
            return threads.submit(delivery);
        } catch (RejectedExecutionException stopped) {
            log.end();
            throw new InterruptedException("the broker stops");
        }
    }

    private int await(List<Future<Boolean>> deliveries) throws InterruptedException {
        int status = 202;
        try {
            for (Future<Boolean> delivery : deliveries) {
                status = delivery.get(limit.toNanos(), TimeUnit.NANOSECONDS) ? status : 500;
            }
            return status;
        } catch (TimeoutException e) {
            return 500;
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

    /** Memory is what it has: whoever waited for an answer got none and sends again. */
    @Override
    public void start(boolean keep) {
        threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("broker-delivery"));
    }
}
