package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a broker has seen, and how much is still under way in it. */
final class BrokerLog {

    private final List<CloudEvent> accepted = new ArrayList<>();
    private final List<CloudEvent> lost = new ArrayList<>();
    private final List<DeliveryRecord> deliveries = new ArrayList<>();
    private int pending;

    synchronized void begin() {
        pending++;
    }

    synchronized void end() {
        pending--;
        notifyAll();
    }

    synchronized void accepted(CloudEvent event) {
        accepted.add(event);
    }

    synchronized void lost(CloudEvent event) {
        lost.add(event);
    }

    synchronized void delivered(DeliveryRecord record) {
        deliveries.add(record);
    }

    synchronized List<CloudEvent> accepted() {
        return List.copyOf(accepted);
    }

    synchronized List<CloudEvent> lost() {
        return List.copyOf(lost);
    }

    synchronized List<DeliveryRecord> deliveries() {
        return List.copyOf(deliveries);
    }

    synchronized void awaitQuiet(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (pending > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "broker: " + pending + " requests and deliveries are still under way after " + limit + ", "
                                + deliveries.size() + " have ended");
            }
            wait(left);
        }
    }
}
