package io.trawl.testkit.argo;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Which pods are lost, how and when: the same for the same seed, node and turn, whatever the Workflow's name is.
 *
 * @param first how the first pod of every template is lost, {@code earliest} after its process starts; null: by chance
 * @param probability that a pod is lost
 * @param earliest after the start of its process
 * @param latest after the start of its process
 */
public record Fates(long seed, Loss first, double probability, Duration earliest, Duration latest) {

    /** How a pod is lost, and how long after its process started. */
    record Fate(Loss loss, Duration after) {}

    /**
     * @param turn how many pods the node had before: one that is lost before it was seen to run is made again
     * @param earlier how many pods of its template there were before
     */
    Optional<Fate> of(Pod.Request pod, int turn, int earlier) {
        if (first != null) {
            return earlier == 0 ? Optional.of(new Fate(first, earliest)) : Optional.empty();
        }
        String node = pod.node().substring(pod.workflow().length()) + (turn == 0 ? "" : "/" + turn);
        Random random = new Random(seed * 1_000_003 + node.hashCode());
        random.nextInt(); // the first of similar seeds are similar
        if (random.nextDouble() >= probability) {
            return Optional.empty();
        }
        Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
        long window = latest.minus(earliest).toNanos();
        return Optional.of(new Fate(loss, earliest.plusNanos((long) (random.nextDouble() * window))));
    }
}
