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

    private static final int MOST_BYTES = 1 << 20;

    private final BrokerLog log;
    private final BrokerFaults faults = new BrokerFaults();
    private final Dispatcher dispatcher;
    private final int concurrency;
    private final List<KafkaConsumer> consumers = new CopyOnWriteArrayList<>();
    private long offset;

    KafkaTopic(BrokerLog log, Dispatcher dispatcher, int concurrency) {
        this.log = log;
        this.dispatcher = dispatcher;
        this.concurrency = concurrency;
    }

    BrokerFaults faults() {
        return faults;
    }

    @Override
    public int accept(CloudEvent event) {
        if (EventBinding.size(event) > MOST_BYTES) {
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

    /** Begins again, without what had not been delivered. */
    void start() {
        consumers.forEach(KafkaConsumer::start);
    }
}
