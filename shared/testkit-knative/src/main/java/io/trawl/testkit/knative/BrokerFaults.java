package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which events go wrong, by the event's source and id, and how often it has come: always the same events however the
 * threads run, and an event that is lost and sent again can get through.
 */
final class BrokerFaults {

    /**
     * What happens to an event.
     *
     * @param lost accepted and then forgotten
     * @param twice delivered twice
     * @param apart the second time later, not at the same time
     * @param behind how many later events may overtake it; 0 for none
     */
    record Fate(boolean lost, boolean twice, boolean apart, int behind) {}

    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    private final Map<String, Double> losses = new ConcurrentHashMap<>();
    private volatile double duplicates;
    private volatile double reordered;
    private volatile int window = 1;

    void duplicates(double share) {
        duplicates = share;
    }

    void reorder(double share, int places) {
        reordered = share;
        window = places;
    }

    void lose(String type, double share) {
        losses.put(type, share);
    }

    Fate next(CloudEvent event) {
        String key = event.getSource() + "\n" + event.getId();
        int time = seen.merge(key, 1, Integer::sum);
        SplittableRandom random = new SplittableRandom((long) key.hashCode() << 32 | time);
        boolean lost = random.nextDouble() < losses.getOrDefault(event.getType(), 0.0);
        boolean twice = random.nextDouble() < duplicates;
        boolean apart = random.nextBoolean();
        boolean late = random.nextDouble() < reordered;
        return new Fate(lost, twice, apart, late ? 1 + random.nextInt(window) : 0);
    }
}
