package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One trigger's deliveries from a topic, so many at a time (max.poll.records in UnorderedConsumerVerticle.java). */
final class KafkaConsumer {

    /**
     * @param position in which order events are begun
     * @param number tells events of the same position apart
     */
    private record Waiting(CloudEvent event, long position, long number) {}

    private final Trigger trigger;
    private final BrokerLog log;
    private final Dispatcher dispatcher;
    private final Dispatcher.Replies replies;
    private final int concurrency;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::position).thenComparingLong(Waiting::number));
    private final List<Waiting> underWay = new ArrayList<>();
    private ExecutorService threads;
    private boolean stopped;
    private long offered;

    KafkaConsumer(Trigger trigger, BrokerLog log, Dispatcher dispatcher, Dispatcher.Replies replies, int concurrency) {
        this.trigger = trigger;
        this.log = log;
        this.dispatcher = dispatcher;
        this.replies = replies;
        this.concurrency = concurrency;
        start();
    }

    synchronized void offer(CloudEvent event, long position) {
        if (trigger.matches(event)) {
            log.begin();
            waiting.add(new Waiting(event, position, offered++));
            next();
        }
    }

    private synchronized void next() {
        while (!stopped && underWay.size() < concurrency && !waiting.isEmpty()) {
            Waiting first = waiting.poll();
            underWay.add(first);
            threads.execute(() -> deliver(first));
        }
    }

    private void deliver(Waiting first) {
        try {
            dispatcher.deliver(trigger, first.event(), first.event(), replies);
        } catch (InterruptedException stopped) {
            return; // still under way, for start to see
        } catch (RuntimeException e) {
            e.printStackTrace(); // nobody looks at what the thread ended with
        }
        synchronized (this) {
            underWay.remove(first);
            next();
        }
        log.end();
    }

    /** Cuts off what is under way. */
    void stop() {
        synchronized (this) {
            stopped = true;
            threads.shutdownNow();
        }
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("trigger " + trigger.name() + ": deliveries do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without what was not delivered. */
    synchronized void start() {
        waiting.addAll(underWay);
        underWay.clear();
        waiting.forEach(forgotten -> {
            log.lost(forgotten.event());
            log.end();
        });
        waiting.clear();
        threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("broker-" + trigger.name()));
        stopped = false;
    }
}
