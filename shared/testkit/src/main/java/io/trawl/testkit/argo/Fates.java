package io.trawl.testkit.argo;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Which pods are lost, and when: the same for the same seed, node and turn, whatever the Workflow's name is.
 *
 * @param probability that a pod is
 * @param earliest after the start of its process
 * @param latest after the start of its process
 */
record Fates(long seed, double probability, Duration earliest, Duration latest) {

    /** What befalls a pod: its process gets SIGKILL, or the pod is deleted as an eviction does. */
    record Fate(boolean deleted, Duration after) {}

    /** @param turn how many pods the node had before: one that is lost before it was seen to run is made again */
    Optional<Fate> of(Pod.Request pod, int turn) {
        String node = pod.node().substring(pod.workflow().length()) + (turn == 0 ? "" : "/" + turn);
        Random random = new Random(seed * 1_000_003 + node.hashCode());
        random.nextInt(); // the first of similar seeds are similar
        if (random.nextDouble() >= probability) {
            return Optional.empty();
        }
        boolean deleted = random.nextBoolean();
        long window = latest.minus(earliest).toNanos();
        return Optional.of(new Fate(deleted, earliest.plusNanos((long) (random.nextDouble() * window))));
    }
}
