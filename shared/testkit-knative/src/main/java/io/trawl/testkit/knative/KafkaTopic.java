package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stores events and delivers them afterwards, for each trigger by itself (IngressRequestHandlerImpl.java, and
 * UnorderedConsumerVerticle.java, the order that triggers have by default).
 *
 * <p>What is larger than the limit cannot be stored: 503, as for any failure to produce (max.request.size=1048576 in
 * 100-config-kafka-broker-data-plane.yaml).
 */
final class KafkaTopic implements Channel {

    private final BrokerLog log;
    private final BrokerFaults faults;
    private final Dispatcher dispatcher;
    private final int concurrency;
    private final long maxEventBytes;
    private final List<KafkaConsumer> consumers = new CopyOnWriteArrayList<>();
    private long offset;

    KafkaTopic(BrokerLog log, BrokerFaults faults, Dispatcher dispatcher, int concurrency, long maxEventBytes) {
        this.log = log;
        this.faults = faults;
        this.dispatcher = dispatcher;
        this.concurrency = concurrency;
        this.maxEventBytes = maxEventBytes;
    }

    @Override
    public int accept(CloudEvent event) {
        long size = EventBinding.size(event);
        if (size > maxEventBytes) {
            log.refused(new Refusal(503, "event " + event.getId() + ": " + size + " bytes, at most " + maxEventBytes));
            return 503;
        }
        store(event);
        return 202;
    }

    private synchronized void store(CloudEvent event) {
        log.accepted(event);
        BrokerFaults.Fate fate = faults.next(event);
        if (fate.lost()) {
            log.lost(event);
            return;
        }
        long position = offset++ + fate.behind();
        for (KafkaConsumer consumer : consumers) {
            consumer.offer(event, position);
            if (fate.twice()) {
                consumer.offer(event, fate.apart() ? position + 1 + fate.behind() : position);
            }
        }
    }

    @Override
    public void add(Trigger trigger) {
        consumers.add(new KafkaConsumer(trigger, log, dispatcher, this::accept, concurrency));
    }

    @Override
    public void stop() {
        consumers.forEach(KafkaConsumer::stop);
    }

    /** What had not been delivered to its end is delivered again: its offset was not committed. */
    @Override
    public void start(boolean keep) {
        consumers.forEach(consumer -> consumer.start(keep));
    }
}
